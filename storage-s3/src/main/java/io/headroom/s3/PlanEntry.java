package io.headroom.s3;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What becomes of one object when a tree is copied or moved. Immutable.
 *
 * @param name behind the key of the source, or of the target; see {@link TreeJob}
 * @param is the version of the source; for what is at the target only that of the target
 * @param old what stands at the target and will be overwritten
 */
record PlanEntry(Kind kind, String name, Version is, Optional<Version> old) {
    enum Kind {
        /** It is copied. */
        COPY,
        /** A marker that both trees have stays as it is. */
        KEEP,
        /** A marker is made, as the source's collection has none. */
        MARK,
        /** It is at the target only, and goes when the new tree stands. */
        OLD,
        /** As {@link #OLD}, where the store can't have both meanwhile: it is copied aside and goes before the new tree comes. */
        AWAY
    }

    /** @param etag without quotes */
    record Version(long size, String etag) {
        static final Version EMPTY = new Version(0, "");

        static Version of(StoredObject object) {
            return new Version(object.size(), object.etag());
        }

        boolean isThat(StoredObject object) {
            return equals(of(object));
        }
    }

    /** Whether something new comes to the target. */
    boolean isNew() {
        return switch (kind) {
            case COPY, MARK -> true;
            case KEEP, OLD, AWAY -> false;
        };
    }

    /** The same for a store that can't have old and new ones meanwhile. */
    PlanEntry leavingFirst() {
        return kind == Kind.OLD ? new PlanEntry(Kind.AWAY, name, is, old) : this;
    }

    /** Whether it is the tree itself: a file, or the marker of the collection. */
    boolean isTop() {
        return name.isEmpty() || name.equals("/");
    }

    boolean isCollection() {
        return name.endsWith("/");
    }

    String line() {
        return kind.name() + ' ' + words(is) + ' ' + old.map(PlanEntry::words).orElse("- -") + " ="
                + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private static String words(Version version) {
        return version.size() + " =" + URLEncoder.encode(version.etag(), StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException when it is none */
    static PlanEntry parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 6) {
            throw new IllegalArgumentException("no line of a plan: " + line);
        }
        return new PlanEntry(
                Kind.valueOf(words[0]),
                decoded(words[5]),
                version(words[1], words[2]),
                words[3].equals("-") ? Optional.empty() : Optional.of(version(words[3], words[4])));
    }

    private static Version version(String size, String etag) {
        return new Version(Long.parseLong(size), decoded(etag));
    }

    private static String decoded(String word) {
        if (!word.startsWith("=")) {
            throw new IllegalArgumentException("no word of a plan: " + word);
        }
        return URLDecoder.decode(word.substring(1), StandardCharsets.UTF_8);
    }
}
