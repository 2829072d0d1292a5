package io.headroom.s3;

import io.headroom.s3.S3Settings.Checksums;
import io.headroom.s3.S3Settings.IfMatch;

/**
 * What a store does and what it quietly ignores. What it ignores is done under {@link PathLocks} with a look right before.
 *
 * @param conditionalCreate whether a PUT with {@code If-None-Match: *} leaves an existing object alone
 * @param conditionalReplace whether a PUT with {@code If-Match} leaves any other version alone
 * @param ifMatch how it wants the entity tag there; never AUTO
 * @param checksums which check of the bytes it makes; never AUTO
 * @param copySourceConditions whether a copy minds {@code x-amz-copy-source-if-match}
 * @param copyTargetConditions whether a copy minds {@code If-None-Match: *} of its target
 * @param conditionalComplete whether the end of a multipart upload minds {@code If-None-Match: *}
 */
record StoreTraits(
        boolean conditionalCreate,
        boolean conditionalReplace,
        IfMatch ifMatch,
        Checksums checksums,
        boolean copySourceConditions,
        boolean copyTargetConditions,
        boolean conditionalComplete) {
    /** Nothing is taken for granted, but that every store knows Content-MD5. */
    static final StoreTraits CAREFUL = new StoreTraits(false, false, IfMatch.BARE, Checksums.MD5, false, false, false);

    /** Whether a PUT minds it. */
    boolean mindsInPut(ObjectCondition condition) {
        if (condition instanceof ObjectCondition.Absent) {
            return conditionalCreate;
        }
        return condition instanceof ObjectCondition.None || conditionalReplace;
    }

    /** Whether the end of a multipart upload minds it; of one version nobody knows. */
    boolean mindsInComplete(ObjectCondition condition) {
        return conditionalComplete && !(condition instanceof ObjectCondition.Is);
    }

    /** Whether a copy minds it of its target; of one version nobody knows. */
    boolean mindsInCopy(ObjectCondition condition) {
        return copyTargetConditions && !(condition instanceof ObjectCondition.Is);
    }

    /** An entity tag as this store wants it in {@code If-Match}. */
    String matching(String etag) {
        return ifMatch == IfMatch.QUOTED ? '"' + etag + '"' : etag;
    }
}
