package io.headroom.server.app;

import java.util.Arrays;
import java.util.Optional;

/** Every setting that there is: one key, one default, one sentence. The same words on the command line and in the file. */
public enum Setting {
    STORAGE("storage", "", "What is served when the command line doesn't say: a folder, or s3://BUCKET/PREFIX."),
    MOUNTS(
            "mounts",
            "",
            "Further folders and buckets, each at a path of its own, such as /archive=/srv/archive or /photos=s3://photos/2024;"
                    + " settings of S3 may stand with each."),
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
    USERS(
            "users",
            "",
            "Who may log in, and the hash of each one's password, such as alice: HASH; 'headroom hash' makes one. Without users"
                    + " nobody is asked to log in, unless 'accounts' says 'database'."),
    GROUPS("groups", "", "Users under one name, such as staff: [alice, bob], for permissions."),
    PERMISSIONS(
            "permissions",
            "",
            "Who may do what where, such as /projects: {alice: write, '@staff': read}; the longest path decides. 'users' are"
                    + " all who are logged in, 'anyone' is everybody. Empty: users may write everywhere."),
    HOME(
            "home",
            "",
            "A folder for each user, who may write there, such as /home/{user}. Made when it is first needed."),
    HOME_QUOTA("home-quota", "", "How much a new home may hold, such as 10GiB; empty for no quota."),
    LDAP_URL(
            "ldap-url",
            "",
            "Directory whose people may log in, such as ldaps://ldap.example.org; several with commas between, asked in this"
                    + " order."),
    LDAP_START_TLS("ldap-start-tls", "false", "Secure connections to ldap:// by StartTLS."),
    LDAP_CA_FILE(
            "ldap-ca-file",
            "",
            "File with the certificates that the directory's is signed by, PEM; empty for the authorities that Java knows."),
    LDAP_ALLOW_PLAIN("ldap-allow-plain", "false", "Send passwords to a directory beyond this machine without TLS."),
    LDAP_USER_DN(
            "ldap-user-dn",
            "",
            "What people log in to the directory as, such as uid={user},ou=people,dc=example,dc=org, or {user}@example.org for"
                    + " Active Directory; empty: they are searched for first."),
    LDAP_BASE("ldap-base", "", "Below what people are searched for, such as ou=people,dc=example,dc=org."),
    LDAP_FILTER(
            "ldap-filter",
            "",
            "Which people are found, and may log in, such as (&(objectClass=person)(uid={user})). Empty: whose"
                    + " 'ldap-name-attribute' is the name that was sent."),
    LDAP_BIND_DN(
            "ldap-bind-dn",
            "",
            "What the server itself logs in to the directory as, to search; empty to search without a login."),
    LDAP_BIND_PASSWORD_FILE("ldap-bind-password-file", "", "File with the password that goes with 'ldap-bind-dn'."),
    LDAP_NAME_ATTRIBUTE(
            "ldap-name-attribute",
            "uid",
            "Attribute with the name that a person has here, however it was typed; sAMAccountName in Active Directory."),
    LDAP_GROUPS_BASE(
            "ldap-groups-base",
            "",
            "Below what groups count, such as ou=groups,dc=example,dc=org; empty for everywhere."),
    LDAP_GROUP_FILTER(
            "ldap-group-filter",
            "",
            "Which groups a person is in, such as (member={dn}) or (memberUid={user}); empty: those that the person's"
                    + " memberOf names."),
    LDAP_GROUP_ATTRIBUTE("ldap-group-attribute", "cn", "Attribute with the name that a group has here."),
    LDAP_TIMEOUT("ldap-timeout", "5", "The most seconds that somebody who logs in waits for the directory."),
    OIDC_ISSUER(
            "oidc-issuer",
            "",
            "Issuer of OpenID Connect whose tokens are taken as Bearer, such as https://id.example.org/realms/main."),
    OIDC_AUDIENCE(
            "oidc-audience",
            "",
            "What a token must name as its audience, such as headroom; several with commas between, of which one is enough."),
    OIDC_JWKS_URL("oidc-jwks-url", "", "Where the issuer's keys are; empty: the issuer says that itself."),
    OIDC_CA_FILE(
            "oidc-ca-file",
            "",
            "File with the certificates that the issuer's is signed by, PEM; empty for the authorities that Java knows."),
    OIDC_USER_CLAIM(
            "oidc-user-claim",
            "preferred_username",
            "Claim with the name of the user. The issuer must give no name twice, and let nobody choose one freely; else 'sub'."),
    OIDC_GROUPS_CLAIM(
            "oidc-groups-claim",
            "groups",
            "Claim with the user's groups; dots lead into it, as in realm_access.roles."),
    OIDC_LEEWAY("oidc-leeway", "30", "By how many seconds the issuer's clock may differ."),
    USER("user", "", "The only user, with the password in 'password-file'."),
    PASSWORD_FILE("password-file", "", "File with the password of 'user'."),
    ACCOUNTS(
            "accounts",
            "settings",
            "Where accounts are: 'settings' for 'users' and 'user' alone, 'database' for those that 'headroom user' makes, too."
                    + " Whom the settings name is who they say."),
    DIGEST(
            "digest",
            "off",
            "Let clients log in by Digest as well: 'SHA-256', or 'SHA-256,MD5' for old ones, such as Windows. Then 'digest-users' must"
                    + " be guarded like passwords."),
    DIGEST_USERS(
            "digest-users",
            "",
            "Users who may log in by Digest, such as alice: SHA-256:HEX; 'headroom hash --digest alice' makes it. Each has"
                    + " an account, too."),
    DIGEST_QUIRKS(
            "digest-quirks",
            "false",
            "Take it from clients that repeat the request target in Digest in other words: a whole URL, no query, other escapes."),
    TLS_CERTIFICATE(
            "tls-certificate",
            "",
            "File with the certificate and its chain, PEM or PKCS#12: then the port speaks HTTPS. Read again when it changes."),
    TLS_KEY("tls-key", "", "File with the certificate's key, PEM; empty when it is in the same file."),
    TLS_PASSWORD_FILE("tls-password-file", "", "File with the password of the key; empty when it has none."),
    TLS_CLIENT_AUTH(
            "tls-client-auth",
            "none",
            "'wanted': whoever has a certificate from 'tls-client-ca' is logged in by it, others in another way. 'required': nobody"
                    + " connects without one. 'none': nobody is asked."),
    TLS_CLIENT_CA(
            "tls-client-ca",
            "",
            "File with the certificates of the authorities that vouch for clients, PEM. Read again when it changes."),
    TLS_CLIENT_NAME(
            "tls-client-name",
            "cn",
            "Where in a client's certificate the name of its user stands: 'cn' in the subject, 'email' or 'upn' among the alternative"
                    + " names."),
    HSTS_DAYS(
            "hsts-days",
            "0",
            "For how many days browsers are told to come with TLS only; 0 says nothing. It can't be taken back."),
    ALLOW_PLAIN_HTTP(
            "allow-plain-http",
            "false",
            "Let people send passwords without TLS, beyond this machine too: where a proxy in front has TLS."),
    ANONYMOUS_OPTIONS(
            "anonymous-options",
            "true",
            "Answer OPTIONS without a login, too: Windows and others look by it what the server is before they send a password."
                    + " 'false' asks for a login."),
    ALLOW_ANONYMOUS(
            "allow-anonymous", "false", "Let everybody who reaches the port read and write, beyond this machine too."),
    LINKS("links", "inside", "'inside': symbolic links that stay inside the folder are followed. 'hide': none is."),
    KEPT_LISTINGS(
            "kept-listings",
            "",
            "For how many milliseconds a listing is given again; 0 for never. Empty: 1000, for a folder that did not change;"
                    + " 5000 for a bucket that has one server, where what other programs do is seen late by so much."),
    PATH_PREFIX("path-prefix", "", "Serve below this path, such as /dav."),
    PUBLIC_HOSTS(
            "public-hosts",
            "",
            "Names, with commas between, that a proxy in front is known by; for Destination and Origin headers."),
    UNKNOWN_HOSTS(
            "unknown-hosts",
            "serve",
            "'refuse': a request for a host that is no address, not localhost, 'host' or one of 'public-hosts' gets 421; so no web"
                    + " site can lead a browser here under its own name."),
    TRUSTED_PROXIES(
            "trusted-proxies",
            "",
            "Addresses or ranges, with commas between, of proxies whose Forwarded or X-Forwarded-For header says where a"
                    + " request comes from; for the logs and for slowing down those who guess passwords."),
    CONNECTIONS_PER_ADDRESS(
            "connections-per-address",
            "1000",
            "The most connections that one address may have open, with IPv6 one network of 64 bits; more are closed at once. Those"
                    + " of 'trusted-proxies' don't count. 0 for no limit."),
    INFINITE_DEPTH("infinite-depth", "false", "Let PROPFIND ask for a whole tree at once."),
    LOCK_TIMEOUT("lock-timeout", "3600", "Seconds that a lock lasts when the client names no time."),
    LONGEST_LOCK_TIMEOUT("longest-lock-timeout", "86400", "The most seconds that a lock is granted for."),
    LARGEST_PROPERTY("largest-property", "65536", "The longest property that a client may store, in characters."),
    DRAIN_SECONDS(
            "drain-seconds",
            "60",
            "How long a client may go on sending a body that was refused, so that it gets to read why."),
    STOP_SECONDS(
            "stop-seconds",
            "30",
            "How long requests under way may go on when the server is told to stop; an upload that is not whole by then is"
                    + " dropped."),
    WATCH_SETTINGS(
            "watch-settings",
            "false",
            "Read the settings again when their file changes, as on SIGHUP: users, permissions, homes, quotas, thresholds and"
                    + " certificates are taken without a stop."),
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
    REFUSED_NAMES(
            "refused-names",
            "",
            "Names, with commas between, that nothing new may have, such as ._*,.DS_Store,Thumbs.db; * stands for any characters,"
                    + " ? for one. Empty: all are taken."),
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
    ACCESS_LOG(
            "access-log",
            "",
            "File with a line for each request; with yyyy_mm_dd in its name one for each day. '-' for standard output; empty for none."),
    ACCESS_LOG_FORMAT("access-log-format", "combined", "How its lines look: 'combined' as Apache's, or 'json'."),
    AUDIT_LOG(
            "audit-log",
            "",
            "File with a line of JSON for each request that may change something; else like 'access-log'."),
    LOG_DAYS("log-days", "30", "For how many days the files of past days are kept; 0 for ever."),
    SLOW_REQUEST(
            "slow-request",
            "5",
            "From how many seconds on, spent here and in the storage, a request is told to the server's log; 0 for never."),
    STATE(
            "state",
            "",
            "Where the server keeps its own files; empty for the folder .headroom in what is served, for a bucket"
                    + " ~/.local/state/headroom/BUCKET."),
    METADATA(
            "metadata",
            "",
            "Where locks, properties, quotas and accounts are kept: a file, or jdbc:postgresql://HOST/DATABASE; empty for a file in"
                    + " 'state'."),
    ENDPOINT(
            "endpoint",
            "",
            "Where the S3 store is, such as https://s3.example.org; empty for Amazon's own.",
            "endpoint"),
    S3_REGION(
            "s3-region",
            "",
            "Region that S3 requests are signed for; empty for what the AWS environment says.",
            "region"),
    S3_ACCESS_KEY(
            "s3-access-key",
            "",
            "Access key for the S3 store; empty for the usual AWS sources: environment variables, profiles.",
            "access-key"),
    S3_SECRET_KEY_FILE(
            "s3-secret-key-file", "", "File with the secret key that goes with 's3-access-key'.", "secret-key"),
    S3_PATH_STYLE(
            "s3-path-style",
            "",
            "'true': the bucket stands in the path of the address, 'false': in the host's name. Empty: in the path when"
                    + " there is an 'endpoint'.",
            "path-style"),
    S3_LIMIT(
            "s3-limit",
            "",
            "How much may lie in the bucket below the prefix, such as 2TiB; empty for no limit.",
            "limit"),
    S3_ROOM(
            "s3-room",
            "auto",
            "Where the room left in the bucket is asked for: 'limit', 'rgw' (Ceph), 'sosapi' (capacity.xml), 'none'; 'auto'"
                    + " for the first that has an answer.",
            "room"),
    S3_PART_SIZE("s3-part-size", "8MiB", "Size of one part of an upload to S3.", "part-size"),
    S3_UPLOAD_MEMORY("s3-upload-memory", "64MiB", "Memory that all uploads to S3 together may take.", "upload-memory"),
    S3_CONNECTIONS("s3-connections", "128", "The most connections to the S3 store.", "connections"),
    S3_CONNECT_TIMEOUT(
            "s3-connect-timeout", "5", "Seconds that connecting to the S3 store may take.", "connect-timeout"),
    S3_SOCKET_TIMEOUT("s3-socket-timeout", "30", "Seconds that the S3 store may be silent.", "socket-timeout"),
    S3_CALL_TIMEOUT(
            "s3-call-timeout",
            "30",
            "Seconds that a call to the S3 store may take, and more for many bytes.",
            "call-timeout"),
    S3_CONDITIONAL_WRITES(
            "s3-conditional-writes",
            "auto",
            "Whether the store heeds If-Match and If-None-Match on a PUT: 'yes', 'no', or 'auto' to try it at the start.",
            "conditional-writes"),
    S3_IF_MATCH(
            "s3-if-match", "auto", "How the store wants the tag in If-Match: 'quoted', 'bare', or 'auto'.", "if-match"),
    S3_CHECKSUMS(
            "s3-checksums",
            "auto",
            "What guards the bytes on their way: 'crc32', 'md5', 'signature' (plain HTTP only), 'none', or 'auto'.",
            "checksums"),
    S3_COPY_CONDITIONS(
            "s3-copy-conditions",
            "auto",
            "Whether the store heeds conditions on a copy: 'yes', 'no', or 'auto'.",
            "copy-conditions"),
    S3_BATCH_DELETE(
            "s3-batch-delete",
            "true",
            "'false': objects are removed one by one, for stores that know no removal of many in one call.",
            "batch-delete"),
    S3_LONGEST_NAME(
            "s3-longest-name",
            "",
            "Longest name in bytes, for S3 stores that are file systems underneath; empty for what a key can have.",
            "longest-name");

    private final String key;
    private final String defaultValue;
    private final String sentence;
    private final String bucketKey;

    Setting(String key, String defaultValue, String sentence) {
        this(key, defaultValue, sentence, "");
    }

    /** @param bucketKey the key by which the S3 storage knows it */
    Setting(String key, String defaultValue, String sentence, String bucketKey) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.sentence = sentence;
        this.bucketKey = bucketKey;
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

    /** The key by which the S3 storage knows it; empty when it has nothing to do with that. */
    String bucketKey() {
        return bucketKey;
    }

    /** Whether it may be given several times: each value is a line of the whole. */
    public boolean isList() {
        return this == MOUNTS
                || this == QUOTA
                || this == USERS
                || this == DIGEST_USERS
                || this == GROUPS
                || this == PERMISSIONS;
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
