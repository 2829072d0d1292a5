package io.headroom.s3;

import io.headroom.spi.SettingsException;
import io.headroom.spi.StorageSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What can be set.
 *
 * @param bucket the bucket; it must exist
 * @param prefix what stands before every key: empty, or names that each end in a slash
 * @param endpoint where the store is; empty for Amazon's own
 * @param region the region that requests are signed for; empty for what the AWS environment says
 * @param pathStyle whether the bucket stands in the path of the address instead of in the host's name
 * @param keys the keys that requests are signed with; empty for the usual AWS sources: environment variables, profiles
 * @param partSize bytes of one part; what is no longer goes up in one request
 * @param uploadMemory bytes that all uploads together may hold in memory
 * @param connections how many calls may be under way at once
 * @param times how long calls may take
 * @param limit bytes that may lie in the bucket below the prefix; empty for none of our own
 * @param room where the figures of the room come from
 * @param conditionalWrites whether the store checks {@code If-None-Match} and {@code If-Match} of a PUT
 * @param ifMatch how the store wants the entity tag in {@code If-Match}
 * @param checksums what goes along with the bytes, so that the store can refuse what was damaged on its way
 * @param copyConditions whether the store checks {@code x-amz-copy-source-if-match}
 * @param batchDelete whether one call may remove many objects
 * @param keptListings how long what was seen of collections counts; zero where others change the bucket all the time
 * @param longestName in UTF-8 bytes, for stores that are file systems underneath
 * @param readOnly whether nothing at all is written
 * @param names of the settings about room, as whoever set them knows them
 */
record S3Settings(
        String bucket,
        String prefix,
        Optional<URI> endpoint,
        Optional<String> region,
        boolean pathStyle,
        Optional<Keys> keys,
        long partSize,
        long uploadMemory,
        int connections,
        Times times,
        OptionalLong limit,
        Room room,
        Answer conditionalWrites,
        IfMatch ifMatch,
        Checksums checksums,
        Answer copyConditions,
        boolean batchDelete,
        Duration keptListings,
        int longestName,
        boolean readOnly,
        Names names) {
    /** Every key, for {@link StorageSettings#refuseUnknown}. */
    static final List<String> KEYS = List.of(
            "bucket",
            "prefix",
            "endpoint",
            "region",
            "path-style",
            "access-key",
            "secret-key",
            "part-size",
            "upload-memory",
            "connections",
            "connect-timeout",
            "socket-timeout",
            "call-timeout",
            "limit",
            "room",
            "conditional-writes",
            "if-match",
            "checksums",
            "copy-conditions",
            "batch-delete",
            "kept-listings",
            "longest-name",
            "read-only");

    /** A key is at most so many UTF-8 bytes, everywhere. */
    static final int LONGEST_KEY = 1024;

    private static final long MEBIBYTE = 1024 * 1024;
    private static final long GIBIBYTE = 1024 * MEBIBYTE;
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

    /**
     * What the settings about room are called where they were set.
     *
     * @param room of {@code room}
     * @param limit of {@code limit}
     */
    record Names(String room, String limit) {}

    /** Access key and secret key. */
    record Keys(String access, String secret) {
        /** The secret stays out of logs. */
        @Override
        public String toString() {
            return "Keys[" + access + "]";
        }
    }

    /**
     * How long calls may take.
     *
     * @param connect for the connection
     * @param socket between two packets
     * @param call for a whole call with little content, repetitions included
     */
    record Times(Duration connect, Duration socket, Duration call) {
        /** So slow a line that it is called broken: 64 KiB in a second. */
        private static final long SLOWEST_BYTES_PER_SECOND = 64 * 1024;

        /** For a call that brings bytes up. */
        Duration forUpload(long bytes) {
            return call.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
        }

        /** For a call in which the store itself copies bytes, or puts parts together. */
        Duration forCopy(long bytes) {
            return call.plusSeconds(bytes / (8 * MEBIBYTE));
        }
    }

    /** Whether the store does something. */
    enum Answer {
        /** Found out when the storage is opened. */
        AUTO,
        YES,
        NO
    }

    /** How the entity tag stands in {@code If-Match}. */
    enum IfMatch {
        /** Found out when the storage is opened. */
        AUTO,
        /** As HTTP says. */
        QUOTED,
        /** As Ceph up to version 16 wants it. */
        BARE
    }

    /** What goes along with the bytes of a PUT or a part. */
    enum Checksums {
        /** Found out when the storage is opened. */
        AUTO,
        /** Nothing more than the signature, which covers the bytes over plain HTTP. */
        SIGNATURE,
        /** {@code x-amz-checksum-crc32}. */
        CRC32,
        /** {@code Content-MD5}. */
        MD5,
        NONE
    }

    /** Where the figures of the room come from. */
    enum Room {
        /** The limit if one is set; else the first of RGW and SOSAPI that answers. */
        AUTO,
        /** The limit, and our own count of what lies in the bucket. */
        LIMIT,
        /** The headers with which Ceph's RGW answers HEAD of a bucket. */
        RGW,
        /** The object {@code capacity.xml} of the Smart Object Storage API. */
        SOSAPI,
        /** There are none. */
        NONE
    }

    static S3Settings from(StorageSettings settings) {
        settings.refuseUnknown(KEYS);
        Optional<URI> endpoint = settings.optional("endpoint").map(value -> endpoint(value, settings));
        String prefix = prefix(settings.optional("prefix").orElse(""), settings);
        long partSize = settings.bytes("part-size", 8 * MEBIBYTE, 5 * MEBIBYTE, GIBIBYTE);
        int most = LONGEST_KEY - prefix.getBytes(StandardCharsets.UTF_8).length - 1;
        S3Settings read = new S3Settings(
                bucket(settings.required("bucket"), settings),
                prefix,
                endpoint,
                settings.optional("region"),
                settings.flag("path-style", endpoint.isPresent()),
                keys(settings),
                partSize,
                settings.bytes("upload-memory", Math.max(64 * MEBIBYTE, 2 * partSize), partSize, 1024 * GIBIBYTE),
                (int) settings.number("connections", 128, 4, 10_000),
                times(settings),
                settings.optional("limit").isPresent()
                        ? OptionalLong.of(settings.bytes("limit", 0, 0, Long.MAX_VALUE))
                        : OptionalLong.empty(),
                settings.choice("room", Room.class, Room.AUTO),
                settings.choice("conditional-writes", Answer.class, Answer.AUTO),
                settings.choice("if-match", IfMatch.class, IfMatch.AUTO),
                settings.choice("checksums", Checksums.class, Checksums.AUTO),
                settings.choice("copy-conditions", Answer.class, Answer.AUTO),
                settings.flag("batch-delete", true),
                Duration.ofMillis(settings.number("kept-listings", 0, 0, 60_000)),
                (int) settings.number("longest-name", most, 32, most),
                settings.flag("read-only", false),
                new Names(settings.nameOf("room"), settings.nameOf("limit")));
        if (read.room == Room.LIMIT && read.limit.isEmpty()) {
            throw new SettingsException("The setting '" + read.names.room() + "' is 'limit', but the setting '"
                    + read.names.limit() + "' is missing.");
        }
        return read;
    }

    private static String bucket(String value, StorageSettings settings) {
        if (!BUCKET.matcher(value).matches()) {
            throw new SettingsException(
                    "The setting '" + settings.nameOf("bucket") + "' is '" + value + "': that is no name of a bucket.");
        }
        return value;
    }

    /** With or without slashes at its ends; a path that goes nowhere else. */
    private static String prefix(String value, StorageSettings settings) {
        String names = value.replaceFirst("^/", "").replaceFirst("/$", "");
        if (names.isEmpty()) {
            return "";
        }
        for (String name : names.split("/", -1)) {
            boolean control = name.chars().anyMatch(c -> c < 0x20 || c == 0x7F);
            if (name.isEmpty() || name.equals(".") || name.equals("..") || control) {
                throw new SettingsException("The setting '" + settings.nameOf("prefix") + "' is '" + value
                        + "': it must be names with one slash between them.");
            }
        }
        if (names.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY / 2) {
            throw new SettingsException("The setting '" + settings.nameOf("prefix") + "' is longer than "
                    + LONGEST_KEY / 2 + " bytes, half of what a key may have.");
        }
        return names + "/";
    }

    private static URI endpoint(String value, StorageSettings settings) {
        try {
            URI uri = new URI(value);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw noEndpoint(value, settings, e);
        }
        throw noEndpoint(value, settings, null);
    }

    private static SettingsException noEndpoint(String value, StorageSettings settings, @Nullable Throwable cause) {
        String message = "The setting '" + settings.nameOf("endpoint") + "' is '" + value
                + "': it must be an address such as https://s3.example.org or http://127.0.0.1:9000.";
        return cause == null ? new SettingsException(message) : new SettingsException(message, cause);
    }

    private static Optional<Keys> keys(StorageSettings settings) {
        Optional<String> access = settings.optional("access-key");
        Optional<String> secret = settings.optional("secret-key");
        if (access.isPresent() != secret.isPresent()) {
            throw new SettingsException("The settings '" + settings.nameOf("access-key") + "' and '"
                    + settings.nameOf("secret-key") + "' belong together: one is missing.");
        }
        return access.map(key -> new Keys(key, secret.orElseThrow()));
    }

    private static Times times(StorageSettings settings) {
        return new Times(
                Duration.ofSeconds(settings.number("connect-timeout", 5, 1, 300)),
                Duration.ofSeconds(settings.number("socket-timeout", 30, 1, 3600)),
                Duration.ofSeconds(settings.number("call-timeout", 30, 1, 3600)));
    }
}
