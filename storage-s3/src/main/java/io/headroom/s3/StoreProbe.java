package io.headroom.s3;

import io.headroom.s3.S3Settings.Answer;
import io.headroom.s3.S3Settings.Checksums;
import io.headroom.s3.S3Settings.IfMatch;
import io.headroom.spi.SettingsException;
import io.headroom.spi.error.AccessDeniedException;
import io.headroom.spi.error.NotFoundException;
import io.headroom.spi.error.PreconditionFailedException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.error.UnavailableException;
import io.headroom.spi.error.UnexpectedStorageException;
import io.headroom.spi.error.UnsupportedException;
import io.headroom.spi.path.ResourcePath;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds out what a store minds and what it quietly ignores, by a few calls on an object of our own. What the settings say isn't tried.
 * For one thread.
 */
final class StoreProbe {
    private static final Logger LOG = LoggerFactory.getLogger(StoreProbe.class);
    private static final String TYPE = "text/plain";
    private static final ObjectBody ONE = body("one");
    private static final ObjectBody TWO = body("two");

    /** Nobody tries out a store for so long. */
    private static final Duration OLD = Duration.ofHours(1);

    /** No object has this tag. */
    private static final String WRONG_TAG = "0123456789abcdef0123456789abcdef";

    private final S3Settings settings;
    private final S3Clients clients;
    private final Clock clock;
    private final String key;

    private StoreProbe(S3Settings settings, S3Clients clients, Clock clock) {
        this.settings = settings;
        this.clients = clients;
        this.clock = clock;
        this.key = new S3Keys(settings).own("probe/" + UUID.randomUUID());
    }

    /** @throws SettingsException when the bucket is missing or can't be reached */
    static StoreTraits traits(S3Settings settings, S3Clients clients, Clock clock) {
        StoreProbe probe = new StoreProbe(settings, clients, clock);
        probe.checkBucket();
        return settings.readOnly() ? StoreTraits.CAREFUL : probe.traits();
    }

    private void checkBucket() {
        String place = "The bucket '" + settings.bucket() + "'"
                + settings.endpoint().map(endpoint -> " at " + endpoint).orElse("");
        try {
            bucket(IfMatch.BARE).reads().bucketHeaders();
        } catch (NotFoundException e) {
            throw missing(place, e);
        } catch (AccessDeniedException e) {
            throw new SettingsException(place + " refuses the keys that are used for it.", e);
        } catch (UnavailableException e) {
            throw new SettingsException(place + " can't be reached: " + e.getCause() + ".", e);
        } catch (StorageException e) {
            if (e.getCause() instanceof NoSuchBucketException) {
                throw missing(place, e);
            }
            throw new SettingsException(place + " can't be used: " + e.getMessage() + ".", e);
        }
    }

    private static SettingsException missing(String place, StorageException cause) {
        return new SettingsException(place + " doesn't exist.", cause);
    }

    private StoreTraits traits() {
        StoreTraits traits;
        try {
            traits = tried();
            LOG.info("The bucket '{}' was tried out: {}.", settings.bucket(), traits);
        } catch (StorageException e) {
            traits = untried();
            LOG.warn(
                    "The bucket '{}' couldn't be tried out, so nothing is left to the store: {} ({})",
                    settings.bucket(),
                    traits,
                    e.getMessage());
        } finally {
            remove();
        }
        removeOld();
        return traits;
    }

    /** What the settings say, and else the most careful. */
    private StoreTraits untried() {
        boolean conditional = settings.conditionalWrites() == Answer.YES;
        return new StoreTraits(
                conditional,
                conditional,
                settings.ifMatch() == IfMatch.AUTO ? StoreTraits.CAREFUL.ifMatch() : settings.ifMatch(),
                settings.checksums() == Checksums.AUTO ? StoreTraits.CAREFUL.checksums() : settings.checksums(),
                settings.copyConditions() == Answer.YES,
                false,
                false);
    }

    private StoreTraits tried() {
        BucketWrites writes = bucket(IfMatch.BARE).writes();
        put(writes, ONE, ObjectCondition.NONE);
        boolean conditions = settings.conditionalWrites() != Answer.NO;
        boolean create = conditions
                && (settings.conditionalWrites() == Answer.YES
                        || isRefused(() -> put(writes, TWO, ObjectCondition.ABSENT)));
        StoreTraits replace = conditions ? triedReplace() : StoreTraits.CAREFUL;
        boolean copies = settings.copyConditions() != Answer.NO;
        return new StoreTraits(
                create,
                replace.conditionalReplace(),
                replace.ifMatch(),
                settings.checksums() == Checksums.AUTO ? triedChecksums(writes) : settings.checksums(),
                copies && (settings.copyConditions() == Answer.YES || mindsCopySource(writes)),
                copies && mindsCopyTarget(writes),
                conditions && mindsComplete());
    }

    /** Of the result only what is about If-Match. */
    private StoreTraits triedReplace() {
        for (IfMatch form : settings.ifMatch() == IfMatch.AUTO
                ? List.of(IfMatch.QUOTED, IfMatch.BARE)
                : List.of(settings.ifMatch())) {
            BucketWrites writes = bucket(form).writes();
            String etag = put(writes, ONE, ObjectCondition.NONE);
            if (!isRefused(() -> put(writes, TWO, new ObjectCondition.Is(etag)))) {
                boolean minds = settings.conditionalWrites() == Answer.YES
                        || isRefused(() -> put(writes, ONE, new ObjectCondition.Is(WRONG_TAG)));
                return replacing(minds, form);
            }
        }
        return replacing(false, IfMatch.BARE);
    }

    private static StoreTraits replacing(boolean minds, IfMatch form) {
        return new StoreTraits(false, minds, form, Checksums.NONE, false, false, false);
    }

    /** The cheaper one first. The signature is made anyway. */
    private Checksums triedChecksums(BucketWrites writes) {
        if (isDamageNoticed()) {
            return Checksums.SIGNATURE;
        }
        for (Checksums checksums : List.of(Checksums.CRC32, Checksums.MD5)) {
            if (isDamageNoticed(writes, checksums)) {
                return checksums;
            }
        }
        return Checksums.NONE;
    }

    /** Without any check but the signature. */
    private boolean isDamageNoticed() {
        try (S3Client damaging = clients.damaging()) {
            damaging.putObject(
                    request -> request.bucket(settings.bucket()).key(key).contentType(TYPE), ONE.request(TYPE));
            return false;
        } catch (S3Exception e) {
            return e.statusCode() / 100 == 4;
        } catch (SdkException e) {
            LOG.debug("Whether the signature guards the bytes can't be found out.", e);
            return false;
        }
    }

    private boolean isDamageNoticed(BucketWrites writes, Checksums checksums) {
        try {
            writes.put(key, ONE, ByteChecks.of(TWO, checksums), ObjectCondition.NONE, TYPE, Map.of());
            return false;
        } catch (UnsupportedException e) {
            return false;
        } catch (UnexpectedStorageException e) {
            return true;
        }
    }

    private boolean mindsCopySource(BucketWrites writes) {
        StoredObject wrong = new StoredObject(key, ONE.length(), WRONG_TAG, Instant.EPOCH);
        return isRefused(() -> writes.copy(wrong, copyKey(), ObjectCondition.NONE));
    }

    private boolean mindsCopyTarget(BucketWrites writes) {
        StoredObject source =
                bucket(IfMatch.BARE).reads().head(key).orElseThrow(() -> new NotFoundException(ResourcePath.ROOT));
        writes.copy(source, copyKey(), ObjectCondition.NONE);
        return isRefused(() -> writes.copy(source, copyKey(), ObjectCondition.ABSENT));
    }

    private boolean mindsComplete() {
        Multipart multipart = bucket(IfMatch.BARE).multipart();
        Multipart.Upload upload = multipart.create(key, TYPE, Map.of());
        try {
            Multipart.Part part = multipart.uploadPart(upload, 1, ONE);
            return isRefused(() -> multipart.complete(upload, List.of(part), ONE.length(), ObjectCondition.ABSENT));
        } finally {
            multipart.abort(upload);
        }
    }

    private String put(BucketWrites writes, ObjectBody body, ObjectCondition condition) {
        return writes.put(key, body, condition, TYPE, Map.of()).etag().orElse("");
    }

    /** A store that doesn't know the condition at all says so; then it is of no use. */
    private static boolean isRefused(Runnable call) {
        try {
            call.run();
            return false;
        } catch (PreconditionFailedException e) {
            return true;
        } catch (UnsupportedException e) {
            return false;
        }
    }

    private void remove() {
        for (String own : List.of(key, copyKey())) {
            try {
                bucket(IfMatch.BARE).writes().delete(own);
            } catch (StorageException e) {
                LOG.debug("The probe object {} couldn't be removed.", own, e);
            }
        }
    }

    /** A store that hangs when it is full may carry out a PUT long after everybody has given it up. */
    private void removeOld() {
        Bucket bucket = bucket(IfMatch.BARE);
        Instant old = clock.instant().minus(OLD);
        try {
            bucket.writes()
                    .deleteMany(bucket.reads().list(bucket.keys().own("probe/"), BucketReads.PAGE).objects().stream()
                            .filter(object -> object.lastModified().isBefore(old))
                            .map(StoredObject::key)
                            .toList());
        } catch (StorageException e) {
            LOG.debug("Old probe objects couldn't be removed.", e);
        }
    }

    private String copyKey() {
        return key + "-copy";
    }

    private Bucket bucket(IfMatch form) {
        return Bucket.of(settings, clients, replacing(false, form));
    }

    private static ObjectBody body(String text) {
        return ObjectBody.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
