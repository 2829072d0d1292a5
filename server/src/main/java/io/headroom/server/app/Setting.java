package io.headroom.server.app;

import java.util.Arrays;
import java.util.Optional;

/** Every setting that there is: one key, one default, one sentence. The same words on the command line and in the file. */
public enum Setting {
    HOST("host", "127.0.0.1", "Address to listen on."),
    PORT("port", "8080", "Port to listen on; 0 takes a free one."),
    SYNC("sync", "always", "'always': an answered write is on disk. 'never': it may be lost when the power fails."),
    FLOOR(
            "floor",
            "1%",
            "Room that is kept free on the volume: a share, at most 1 GiB up to 1%, or a size such as 500MiB."),
    QUOTA(
            "quota",
            "",
            "How much a folder may hold, such as /alice=10GiB or /inbox=1GiB,entries=5000; may be given several times."),
    RECOUNT_HOURS(
            "recount-hours",
            "24",
            "After so many hours what quotas hold is counted again, which finds what came or went behind the server's back;"
                    + " 0 for never."),
    UNLIMITED_FIGURE(
            "unlimited-figure",
            "8TiB",
            "What clients are shown as available where nothing limits it: many take no figure for a full disk."),
    READ_ONLY("read-only", "false", "Serve without changing anything."),
    ALLOW_ANONYMOUS(
            "allow-anonymous", "false", "Let everybody who reaches the port read and write, beyond this machine too."),
    LINKS("links", "inside", "'inside': symbolic links that stay inside the folder are followed. 'hide': none is."),
    KEPT_LISTINGS(
            "kept-listings",
            "1000",
            "For how many milliseconds the listing of a folder that did not change is given again; 0 for never."),
    PATH_PREFIX("path-prefix", "", "Serve below this path, such as /dav."),
    PUBLIC_HOSTS(
            "public-hosts",
            "",
            "Names, with commas between, that a proxy in front is known by; for Destination and Origin headers."),
    INFINITE_DEPTH("infinite-depth", "false", "Let PROPFIND ask for a whole tree at once."),
    LOCK_TIMEOUT("lock-timeout", "3600", "Seconds that a lock lasts when the client names no time."),
    LONGEST_LOCK_TIMEOUT("longest-lock-timeout", "86400", "The most seconds that a lock is granted for."),
    LARGEST_PROPERTY("largest-property", "65536", "The longest property that a client may store, in characters."),
    DRAIN_SECONDS(
            "drain-seconds",
            "60",
            "How long a client may go on sending a body that was refused, so that it gets to read why."),
    THREADS("threads", "200", "The most requests that are worked on at once."),
    THRESHOLDS(
            "thresholds",
            "80,90,100",
            "Fills in per cent, of the volume and of every quota, that are logged and told to the webhook; 'off' for none."),
    WEBHOOK("webhook", "", "Address that is sent a POST when a threshold is reached or left; empty for none."),
    WEBHOOK_SECRET_FILE("webhook-secret-file", "", "File with the secret that signs what the webhook is sent."),
    ADMIN_HOST(
            "admin-host",
            "127.0.0.1",
            "Address for the administration: metrics, health, room, quotas. Who reaches it may read all of them."),
    ADMIN_PORT(
            "admin-port",
            "8081",
            "Port for the administration, or any free one when it is taken and was not asked for; 'off' for none."),
    LARGEST_FILE(
            "largest-file",
            "",
            "The largest file that may be uploaded, such as 10GiB; empty for what the storage can take."),
    CONTACT("contact", "", "Whom people are told to ask for more room, such as admin@example.org."),
    MESSAGES(
            "messages",
            "",
            "A folder with messages.properties, messages_fr.properties and the like: what the server says, in other words."),
    ROOM_ANSWER(
            "room-answer",
            "multistatus",
            "The root of a 507 in XML. 'error': DAV:error. 'auto': that for ownCloud's and Nextcloud's desktop programs."),
    UPLOADS(
            "uploads",
            "",
            "The most uploads that may wait for their senders at once; more get 503. Empty for half of 'threads'."),
    STATE("state", "", "Where the server keeps its own files; empty for the folder .headroom in what is served.");

    private final String key;
    private final String defaultValue;
    private final String sentence;

    Setting(String key, String defaultValue, String sentence) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.sentence = sentence;
    }

    /** As it is written in the file, and with two dashes before it on the command line. */
    public String key() {
        return key;
    }

    public String defaultValue() {
        return defaultValue;
    }

    public String sentence() {
        return sentence;
    }

    /** Whether it may be given several times: each value is a line of the whole. */
    public boolean isList() {
        return this == QUOTA;
    }

    /** Whether it is true or false, and so needs no value on the command line. */
    public boolean isFlag() {
        return defaultValue.equals("true") || defaultValue.equals("false");
    }

    static Optional<Setting> find(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }
}
