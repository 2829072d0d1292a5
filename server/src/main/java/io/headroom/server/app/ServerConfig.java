package io.headroom.server.app;

import io.headroom.server.admin.AdminSettings;
import io.headroom.server.answer.RoomRoot;
import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.capacity.Floor;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.http.AccessLog;
import io.headroom.server.http.TrustedProxies;
import io.headroom.server.method.MethodSettings;
import io.headroom.server.monitor.Thresholds;
import io.headroom.server.tls.TlsFiles;
import io.headroom.spi.ByteSize;
import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All settings of a server, checked.
 *
 * @param location what is served
 * @param port 0 for any free one
 * @param durable whether an answered write is on disk
 * @param room the floor and the quotas
 * @param tls what connections are secured with; empty for plain HTTP
 * @param hstsSeconds how long browsers must come with TLS (RFC 6797); 0 for no word of it
 * @param people who may log in, and what they may do
 * @param homeQuota for each new home
 * @param keptListings how long listings are given again; empty for what suits the storage
 * @param pathPrefix empty, or with a slash before and none after
 * @param trustedProxies whose word about a client's address counts
 * @param largestFile that may be uploaded, in bytes; empty for what the storage can take
 * @param drain how long a refused client may go on sending
 * @param stop how long requests under way may go on when the server stops
 * @param threads the most requests that are worked on at once
 * @param uploads the most of them that may wait for the bytes of a body
 * @param monitoring who is told of the room that is left
 * @param logs which logs are kept beside the server's own
 * @param state where the server keeps its own files
 * @param metadata a file or an address of a database; empty for a file among the server's own
 * @param bucket what was set of the settings for S3
 */
public record ServerConfig(
        StorageLocation location,
        String host,
        int port,
        boolean durable,
        CapacityLedger.Settings room,
        Optional<TlsFiles> tls,
        long hstsSeconds,
        PeopleSettings people,
        Optional<QuotaLimit> homeQuota,
        boolean readOnly,
        String links,
        Optional<Duration> keptListings,
        String pathPrefix,
        Set<String> publicHosts,
        TrustedProxies trustedProxies,
        MethodSettings methods,
        AnswerSettings answers,
        OptionalLong largestFile,
        Duration drain,
        Duration stop,
        int threads,
        int uploads,
        MonitoringSettings monitoring,
        LogSettings logs,
        Optional<Path> state,
        Optional<String> metadata,
        Map<Setting, String> bucket) {
    /** It stands in every refusal. */
    private static final int LONGEST_CONTACT = 200;

    /**
     * @param given what differs from the defaults
     * @throws SettingsException with one sentence for the person who starts the server
     */
    public static ServerConfig of(Path folder, Map<Setting, String> given) {
        return of(new StorageLocation.Folder(folder), given);
    }

    /**
     * @param given what differs from the defaults
     * @throws SettingsException with one sentence for the person who starts the server
     */
    public static ServerConfig of(StorageLocation location, Map<Setting, String> given) {
        Values values = new Values(given);
        String host = values.text(Setting.HOST);
        PeopleSettings people = values.people();
        if (!isLoopback(host)) {
            requireSafe(host, people, values);
        }
        int threads = (int) values.number(Setting.THREADS, 8, 10_000);
        return new ServerConfig(
                location,
                host,
                (int) values.number(Setting.PORT, 0, 65_535),
                values.choice(Setting.SYNC, "always", "never").equals("always"),
                new CapacityLedger.Settings(
                        values.floor(),
                        values.quotas(),
                        Duration.ofHours(values.number(Setting.RECOUNT_HOURS, 0, 100_000))),
                values.tls(),
                Duration.ofDays(values.number(Setting.HSTS_DAYS, 0, 3650)).toSeconds(),
                people,
                values.homeQuota(),
                values.flag(Setting.READ_ONLY),
                values.choice(Setting.LINKS, "inside", "hide"),
                values.text(Setting.KEPT_LISTINGS).isEmpty()
                        ? Optional.empty()
                        : Optional.of(Duration.ofMillis(values.number(Setting.KEPT_LISTINGS, 0, 60_000))),
                prefix(values.text(Setting.PATH_PREFIX)),
                hosts(values.text(Setting.PUBLIC_HOSTS)),
                new TrustedProxies(List.copyOf(hosts(values.text(Setting.TRUSTED_PROXIES)))),
                new MethodSettings(
                        values.flag(Setting.INFINITE_DEPTH),
                        Duration.ofSeconds(values.number(Setting.LOCK_TIMEOUT, 1, Integer.MAX_VALUE)),
                        Duration.ofSeconds(values.number(Setting.LONGEST_LOCK_TIMEOUT, 1, Integer.MAX_VALUE)),
                        (int) values.number(Setting.LARGEST_PROPERTY, 1, 10_000_000),
                        values.size(Setting.UNLIMITED_FIGURE)),
                new AnswerSettings(
                        RoomRoot.valueOf(values.choice(Setting.ROOM_ANSWER, "multistatus", "error", "auto")
                                .toUpperCase(Locale.ROOT)),
                        values.path(Setting.MESSAGES),
                        contact(values.text(Setting.CONTACT))),
                values.sizeIfAny(Setting.LARGEST_FILE),
                Duration.ofSeconds(values.number(Setting.DRAIN_SECONDS, 0, 86_400)),
                Duration.ofSeconds(values.number(Setting.STOP_SECONDS, 0, 86_400)),
                threads,
                values.text(Setting.UPLOADS).isEmpty()
                        ? threads / 2
                        : (int) values.number(Setting.UPLOADS, 1, threads - threads / 4),
                values.monitoring(),
                values.logs(),
                values.path(Setting.STATE),
                Optional.of(values.text(Setting.METADATA)).filter(text -> !text.isEmpty()),
                values.bucket());
    }

    private static void requireSafe(String host, PeopleSettings people, Values values) {
        if (!people.hasAccounts() && !values.flag(Setting.ALLOW_ANONYMOUS)) {
            throw new SettingsException(
                    "Listening on " + host + " without accounts would let everybody who reaches this"
                            + " machine read and write all files. If that is meant, say --allow-anonymous.");
        }
        if (people.hasAccounts() && values.tls().isEmpty() && !values.flag(Setting.ALLOW_PLAIN_HTTP)) {
            throw new SettingsException("Listening on " + host + " without TLS would let others on the way read the"
                    + " passwords. Set 'tls-certificate'; behind a proxy that has TLS, say --allow-plain-http.");
        }
    }

    /** Where the server keeps its own files. */
    Path statePath() {
        return state.orElseGet(() -> location.stateFolder(System.getenv()));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new SettingsException("The address '" + host + "' is unknown.", e);
        }
    }

    private static String prefix(String text) {
        String prefix = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!prefix.isEmpty() && !prefix.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new SettingsException("The path prefix '" + text + "' must look like /dav.");
        }
        return prefix;
    }

    private static String contact(String text) {
        if (text.length() > LONGEST_CONTACT || text.chars().anyMatch(Character::isISOControl)) {
            throw new SettingsException(
                    "The setting 'contact' must be one line of at most " + LONGEST_CONTACT + " characters.");
        }
        return text;
    }

    private static Set<String> hosts(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(host -> !host.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Typed reads that name the key when a value is wrong. */
    private record Values(Map<Setting, String> given) {
        String text(Setting setting) {
            return given.getOrDefault(setting, setting.defaultValue()).strip();
        }

        /** Empty ones are as good as none. */
        Map<Setting, String> bucket() {
            Map<Setting, String> set = new EnumMap<>(Setting.class);
            given.forEach((setting, value) -> {
                if (!setting.bucketKey().isEmpty() && !value.isBlank()) {
                    set.put(setting, value.strip());
                }
            });
            return Map.copyOf(set);
        }

        LogSettings logs() {
            return new LogSettings(
                    Optional.of(text(Setting.ACCESS_LOG)).filter(text -> !text.isEmpty()),
                    AccessLog.Format.valueOf(choice(Setting.ACCESS_LOG_FORMAT, "combined", "json")
                            .toUpperCase(Locale.ROOT)),
                    Optional.of(text(Setting.AUDIT_LOG)).filter(text -> !text.isEmpty()),
                    (int) number(Setting.LOG_DAYS, 0, 100_000),
                    Duration.ofSeconds(number(Setting.SLOW_REQUEST, 0, 86_400)));
        }

        boolean flag(Setting setting) {
            return choice(setting, "true", "false").equals("true");
        }

        String choice(Setting setting, String... choices) {
            String value = text(setting);
            List<String> known = List.of(choices);
            if (!known.contains(value)) {
                int last = known.size() - 1;
                throw new SettingsException("The setting '" + setting.key() + "' is '" + value + "': it must be "
                        + String.join(", ", known.subList(0, last)) + " or " + known.get(last) + ".");
            }
            return value;
        }

        Optional<Path> path(Setting setting) {
            String value = text(setting);
            return value.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(value).toAbsolutePath().normalize());
        }

        OptionalLong sizeIfAny(Setting setting) {
            return text(setting).isEmpty() ? OptionalLong.empty() : OptionalLong.of(size(setting));
        }

        long number(Setting setting, long least, long most) {
            String value = text(setting);
            try {
                long number = Long.parseLong(value);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new SettingsException(wrongNumber(setting, value, least, most), e);
            }
            throw new SettingsException(wrongNumber(setting, value, least, most));
        }

        private static String wrongNumber(Setting setting, String value, long least, long most) {
            return "The setting '" + setting.key() + "' is '" + value + "': it must be a whole number from " + least
                    + " to " + most + ".";
        }

        long size(Setting setting) {
            try {
                return ByteSize.parse(text(setting));
            } catch (IllegalArgumentException e) {
                throw new SettingsException("The setting '" + setting.key() + "' is wrong: " + e.getMessage(), e);
            }
        }

        Map<ResourcePath, QuotaLimit> quotas() {
            try {
                return QuotaSettings.parse(text(Setting.QUOTA));
            } catch (IllegalArgumentException e) {
                throw new SettingsException("The setting '" + Setting.QUOTA.key() + "' is wrong: " + e.getMessage(), e);
            }
        }

        PeopleSettings people() {
            try {
                return PeopleSettings.parse(new PeopleSettings.Texts(
                        text(Setting.USERS),
                        text(Setting.GROUPS),
                        text(Setting.PERMISSIONS),
                        text(Setting.HOME),
                        text(Setting.USER),
                        path(Setting.PASSWORD_FILE)));
            } catch (IllegalArgumentException e) {
                throw new SettingsException(String.valueOf(e.getMessage()), e);
            }
        }

        Optional<TlsFiles> tls() {
            Optional<Path> certificate = path(Setting.TLS_CERTIFICATE);
            if (certificate.isEmpty() && path(Setting.TLS_KEY).isPresent()) {
                throw new SettingsException("'tls-key' needs 'tls-certificate'.");
            }
            return certificate.map(file -> new TlsFiles(file, path(Setting.TLS_KEY), path(Setting.TLS_PASSWORD_FILE)));
        }

        Optional<QuotaLimit> homeQuota() {
            try {
                return Optional.of(text(Setting.HOME_QUOTA))
                        .filter(limit -> !limit.isEmpty())
                        .map(QuotaLimit::parse);
            } catch (IllegalArgumentException e) {
                throw new SettingsException(
                        "The setting '" + Setting.HOME_QUOTA.key() + "' is wrong: " + e.getMessage(), e);
            }
        }

        MonitoringSettings monitoring() {
            String port = text(Setting.ADMIN_PORT);
            Optional<AdminSettings> admin = port.equals("off")
                    ? Optional.empty()
                    : Optional.of(new AdminSettings(
                            text(Setting.ADMIN_HOST),
                            (int) number(Setting.ADMIN_PORT, 0, 65_535),
                            given.containsKey(Setting.ADMIN_PORT)));
            return new MonitoringSettings(
                    admin,
                    thresholds(),
                    MonitoringSettings.webhook(text(Setting.WEBHOOK), text(Setting.WEBHOOK_SECRET_FILE)));
        }

        private Thresholds thresholds() {
            try {
                return Thresholds.parse(text(Setting.THRESHOLDS));
            } catch (IllegalArgumentException e) {
                throw new SettingsException(String.valueOf(e.getMessage()), e);
            }
        }

        Floor floor() {
            try {
                return Floor.parse(text(Setting.FLOOR));
            } catch (IllegalArgumentException e) {
                throw new SettingsException(String.valueOf(e.getMessage()), e);
            }
        }
    }
}
