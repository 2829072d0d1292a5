package io.headroom.s3;

import io.headroom.spi.path.ResourcePath;
import java.util.Locale;
import java.util.UUID;

/**
 * One copy or move of a tree, and where its own objects lie. A member has the same name at both ends: what its key has behind the key
 * that a file at the source, or at the target, would have. So a collection's marker is {@code /}, and a file that is copied alone is the
 * empty name. Immutable.
 *
 * @param id unique
 * @param move whether the source goes when the copy stands
 */
record TreeJob(String id, boolean move, ResourcePath source, ResourcePath target) {
    static TreeJob of(boolean move, ResourcePath source, ResourcePath target) {
        return new TreeJob(UUID.randomUUID().toString(), move, source, target);
    }

    String sourceKey(S3Keys keys, String name) {
        return keys.file(source) + name;
    }

    String targetKey(S3Keys keys, String name) {
        return keys.file(target) + name;
    }

    /** Of all pages of the plan. */
    String planPrefix(S3Keys keys) {
        return keys.own(TreeJournals.PLANS + id + "/");
    }

    /** @param page from 0 */
    String planKey(S3Keys keys, int page) {
        return planPrefix(keys) + number(page);
    }

    /** Of all old members that were copied aside. */
    String asidePrefix(S3Keys keys) {
        return keys.own(TreeJournals.ASIDES + id + "/");
    }

    /** Of those of one page of the plan. */
    String asidePrefix(S3Keys keys, int page) {
        return asidePrefix(keys) + number(page) + "-";
    }

    /** Short whatever the member's name is: a key has a limit. */
    String asideKey(S3Keys keys, int page, int entry) {
        return asidePrefix(keys, page) + entry;
    }

    /** Whether either end is the path, above it or below it. */
    boolean touches(ResourcePath path) {
        return across(source, path) || across(target, path);
    }

    private static boolean across(ResourcePath one, ResourcePath other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    private static String number(int page) {
        return String.format(Locale.ROOT, "%08d", page);
    }
}
