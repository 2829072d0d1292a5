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
import io.headroom.server.path.OwnAuthorities;
import io.headroom.server.tls.CertificateName;
import io.headroom.server.tls.ClientCertificates;
import io.headroom.server.tls.TlsFiles;
import io.headroom.spi.ByteSize;
import io.headroom.spi.SettingsException;
import io.headroom.spi.path.ResourcePath;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All settings of a server, checked.
 *
 * @param location what is served
 * @param port 0 for any free one
 * @param durable whether an answered write is on disk
 * @param room the floor and the quotas
 * @param tls what connections are secured with; empty for plain HTTP
 * @param certificateName where in a client's certificate the name of the account stands
 * @param hstsSeconds how long browsers must come with TLS (RFC 6797); 0 for no word of it
 * @param people who may log in, and what they may do
 * @param digest who may log in by Digest
 * @param anonymousOptions whether OPTIONS is answered without a login
 * @param homeQuota for each new home
 * @param keptListings how long listings are given again; empty for what suits the storage
 * @param pathPrefix empty, or with a slash before and none after
 * @param refusesUnknownHosts whether a request for another host is refused
 * @param trustedProxies whose word about a client's address counts
 * @param connectionsPerAddress 0 for no limit
 * @param largestFile that may be uploaded, in bytes; empty for what the storage can take
 * @param drain how long a refused client may go on sending
 * @param stop how long requests under way may go on when the server stops
 * @param threads the most requests that are worked on at once
 * @param uploads the most of them that may wait for the bytes of a body
 * @param watched whether the settings are read again when their file changes
 * @param monitoring who is told of the room that is left
 * @param logs which logs are kept beside the server's own
 * @param state where the server keeps its own files
 * @param metadata a file or an address of a database; empty for a file among the server's own
 * @param bucket what was set of the settings for S3
 * @param mounts further storages, by their places
 */
public record ServerConfig(
        StorageLocation location,
        String host,
        int port,
        boolean durable,
        CapacityLedger.Settings room,
        Optional<TlsFiles> tls,
        CertificateName certificateName,
        long hstsSeconds,
        PeopleSettings people,
        DigestSettings digest,
        boolean anonymousOptions,
        Optional<QuotaLimit> homeQuota,
        boolean readOnly,
        String links,
        Optional<Duration> keptListings,
        String pathPrefix,
        Set<String> publicHosts,
        boolean refusesUnknownHosts,
        TrustedProxies trustedProxies,
        int connectionsPerAddress,
        MethodSettings methods,
        AnswerSettings answers,
        OptionalLong largestFile,
        List<String> refusedNames,
        Duration drain,
        Duration stop,
        int threads,
        int uploads,
        boolean watched,
        MonitoringSettings monitoring,
        LogSettings logs,
        Optional<Path> state,
        Optional<String> metadata,
        Map<Setting, String> bucket,
        List<MountSettings> mounts) {
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
        return of(location, GivenSettings.of(given));
    }

    /** @throws SettingsException with the place, the key and one sentence for the person who starts the server */
    static ServerConfig of(StorageLocation location, GivenSettings given) {
        Values values = new Values(given);
        String host = values.text(Setting.HOST);
        PeopleSettings people = values.people();
        if (!values.parsed(Setting.HOST, ServerConfig::isLoopback)) {
            requireSafe(host, people, values);
        }
        int threads = (int) values.number(Setting.THREADS, 8, 10_000);
        List<MountSettings> mounts = values.mounts(location);
        return new ServerConfig(
                location,
                host,
                (int) values.number(Setting.PORT, 0, 65_535),
                values.choice(Setting.SYNC, "always", "never").equals("always"),
                new CapacityLedger.Settings(
                        values.parsed(Setting.FLOOR, Floor::parse),
                        QuotaSettings.parse(given.entries(Setting.QUOTA)),
                        Duration.ofHours(values.number(Setting.RECOUNT_HOURS, 0, 100_000))),
                values.tls(),
                CertificateName.valueOf(values.choice(Setting.TLS_CLIENT_NAME, "cn", "email", "upn")
                        .toUpperCase(Locale.ROOT)),
                Duration.ofDays(values.number(Setting.HSTS_DAYS, 0, 3650)).toSeconds(),
                people,
                values.digest(people),
                values.flag(Setting.ANONYMOUS_OPTIONS),
                values.homeQuota(),
                values.flag(Setting.READ_ONLY),
                values.choice(Setting.LINKS, "inside", "hide"),
                values.text(Setting.KEPT_LISTINGS).isEmpty()
                        ? Optional.empty()
                        : Optional.of(Duration.ofMillis(values.number(Setting.KEPT_LISTINGS, 0, 60_000))),
                values.parsed(Setting.PATH_PREFIX, ServerConfig::prefix),
                hosts(values.text(Setting.PUBLIC_HOSTS)),
                values.choice(Setting.UNKNOWN_HOSTS, "serve", "refuse").equals("refuse"),
                values.parsed(Setting.TRUSTED_PROXIES, text -> new TrustedProxies(List.copyOf(hosts(text)))),
                (int) values.number(Setting.CONNECTIONS_PER_ADDRESS, 0, 1_000_000),
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
                        values.parsed(Setting.CONTACT, ServerConfig::contact)),
                values.sizeIfAny(Setting.LARGEST_FILE),
                values.parsed(Setting.REFUSED_NAMES, ServerConfig::names),
                Duration.ofSeconds(values.number(Setting.DRAIN_SECONDS, 0, 86_400)),
                Duration.ofSeconds(values.number(Setting.STOP_SECONDS, 0, 86_400)),
                threads,
                values.text(Setting.UPLOADS).isEmpty()
                        ? threads / 2
                        : (int) values.number(Setting.UPLOADS, 1, threads - threads / 4),
                values.flag(Setting.WATCH_SETTINGS),
                values.monitoring(),
                values.logs(),
                values.path(Setting.STATE),
                Optional.of(values.text(Setting.METADATA)).filter(text -> !text.isEmpty()),
                values.bucket(Stream.concat(Stream.of(location), mounts.stream().map(MountSettings::location))
                        .toList()),
                mounts);
    }

    private static void requireSafe(String host, PeopleSettings people, Values values) {
        if (!people.hasLogins() && !values.flag(Setting.ALLOW_ANONYMOUS)) {
            throw values.wrong(
                    Setting.HOST,
                    "Listening on " + host + " without accounts would let everybody who reaches this"
                            + " machine read and write all files. If that is meant, say --allow-anonymous.");
        }
        if (people.hasLogins() && values.tls().isEmpty() && !values.flag(Setting.ALLOW_PLAIN_HTTP)) {
            throw values.wrong(
                    Setting.HOST,
                    "Listening on " + host + " without TLS would let others on the way read the"
                            + " passwords. Set 'tls-certificate'; behind a proxy that has TLS, say --allow-plain-http.");
        }
    }

    /** All that is served, in words that are the same for all servers of the same. */
    String served() {
        return Stream.concat(
                        Stream.of(location.toString()),
                        mounts.stream().map(mount -> mount.place() + "=" + mount.location()))
                .collect(Collectors.joining(", "));
    }

    /** The names under which clients know this server. */
    OwnAuthorities ownHosts() {
        Set<String> all = new HashSet<>(publicHosts);
        all.add(host);
        return new OwnAuthorities(all);
    }

    /** Where the server keeps its own files. */
    Path statePath() {
        return state.orElseGet(() -> location.stateFolder(System.getenv()));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("The address '" + host + "' is unknown.", e);
        }
    }

    private static String prefix(String text) {
        String prefix = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!prefix.isEmpty() && !prefix.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException("The path prefix '" + text + "' must look like /dav.");
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

    private static List<String> names(String text) {
        List<String> names = listed(text).toList();
        if (names.stream().anyMatch(name -> name.indexOf('/') >= 0)) {
            throw new IllegalArgumentException("Names are meant, without '/'.");
        }
        return names;
    }

    private static Set<String> hosts(String text) {
        return listed(text).collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> listed(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(each -> !each.isEmpty());
    }

    /** Typed reads that name the place and the key when a value is wrong. */
    record Values(GivenSettings given) {
        private static final Set<Setting> BUCKET_SIZES =
                Set.of(Setting.S3_LIMIT, Setting.S3_PART_SIZE, Setting.S3_UPLOAD_MEMORY);
        private static final Set<Setting> BUCKET_NUMBERS = Set.of(
                Setting.S3_CONNECTIONS,
                Setting.S3_CONNECT_TIMEOUT,
                Setting.S3_SOCKET_TIMEOUT,
                Setting.S3_CALL_TIMEOUT,
                Setting.S3_LONGEST_NAME);

        String text(Setting setting) {
            return given.text(setting);
        }

        /**
         * @param parser throws an IllegalArgumentException with what is wrong, or a SettingsException that names the setting, too
         */
        <T> T parsed(Setting setting, Function<String, T> parser) {
            try {
                return parser.apply(text(setting));
            } catch (SettingsException e) {
                throw given.entry(setting).wrong(String.valueOf(e.getMessage()), e);
            } catch (IllegalArgumentException e) {
                throw given.entry(setting).wrong("The setting '" + setting.key() + "' is wrong: " + e.getMessage(), e);
            }
        }

        SettingsException wrong(Setting setting, String sentence) {
            return new SettingsException(given.entry(setting).origin().place() + ": " + sentence);
        }

        /** Whoever wrote one of these believes that the other one is there. */
        void requireNoneAlone(String prefix, Setting needed) {
            Arrays.stream(Setting.values())
                    .filter(setting -> setting.key().startsWith(prefix) && given.has(setting))
                    .filter(setting -> !text(setting).equals(setting.defaultValue()))
                    .findFirst()
                    .ifPresent(setting -> {
                        throw wrong(setting, "'" + setting.key() + "' needs '" + needed.key() + "'.");
                    });
        }

        List<MountSettings> mounts(StorageLocation location) {
            MountOverlap overlap = new MountOverlap();
            overlap.add(ResourcePath.ROOT, location, text(Setting.ENDPOINT));
            List<MountSettings> mounts = new ArrayList<>();
            for (MountEntries.Parsed parsed : MountEntries.parse(given.entries(Setting.MOUNTS))) {
                Values own = parsed.location() instanceof StorageLocation.Bucket
                        ? new Values(given.under(parsed.own()))
                        : new Values(parsed.own());
                MountEntries.checked(
                        parsed.entry(),
                        () -> overlap.add(parsed.place(), parsed.location(), own.text(Setting.ENDPOINT)));
                mounts.add(
                        new MountSettings(parsed.place(), parsed.location(), own.bucket(List.of(parsed.location()))));
            }
            return List.copyOf(mounts);
        }

        /**
         * Empty ones are as good as none.
         *
         * @param locations of which a bucket must be one, where such settings are given
         */
        Map<Setting, String> bucket(List<StorageLocation> locations) {
            Map<Setting, String> set = new EnumMap<>(Setting.class);
            for (Setting setting : Setting.values()) {
                String value = text(setting);
                if (setting.bucketKey().isEmpty() || value.isEmpty() || !given.has(setting)) {
                    continue;
                }
                if (locations.stream().allMatch(StorageLocation.Folder.class::isInstance)) {
                    throw wrong(
                            setting,
                            "The setting '" + setting.key() + "' is for S3 stores, but " + locations.get(0)
                                    + " is a folder. To serve a bucket, say s3://BUCKET/PREFIX.");
                }
                requireBucketKind(setting);
                set.put(setting, value);
            }
            return Map.copyOf(set);
        }

        /** Here the place is known. How large or small a value may be, the storage says when it opens. */
        private void requireBucketKind(Setting setting) {
            if (BUCKET_SIZES.contains(setting)) {
                size(setting);
            } else if (BUCKET_NUMBERS.contains(setting)) {
                number(setting, 0, Integer.MAX_VALUE);
            } else if (setting == Setting.S3_PATH_STYLE || setting == Setting.S3_BATCH_DELETE) {
                flag(setting);
            }
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
                throw wrong(
                        setting,
                        "The setting '" + setting.key() + "' is '" + value + "': it must be "
                                + String.join(", ", known.subList(0, last)) + " or " + known.get(last) + ".");
            }
            return value;
        }

        Optional<Path> path(Setting setting) {
            return text(setting).isEmpty()
                    ? Optional.empty()
                    : Optional.of(parsed(
                            setting, text -> Path.of(text).toAbsolutePath().normalize()));
        }

        OptionalLong sizeIfAny(Setting setting) {
            return text(setting).isEmpty() ? OptionalLong.empty() : OptionalLong.of(size(setting));
        }

        long number(Setting setting, long least, long most) {
            String value = text(setting);
            if (value.matches("-?\\d{1,18}")) {
                long number = Long.parseLong(value);
                if (number >= least && number <= most) {
                    return number;
                }
            }
            throw wrong(
                    setting,
                    "The setting '" + setting.key() + "' is '" + value + "': it must be a whole number from " + least
                            + " to " + most + ".");
        }

        long size(Setting setting) {
            return parsed(setting, ByteSize::parse);
        }

        PeopleSettings people() {
            return PeopleSettings.parse(given, DirectorySection.read(this), IssuerSection.read(this));
        }

        DigestSettings digest(PeopleSettings people) {
            flag(Setting.DIGEST_QUIRKS);
            return DigestSettings.parse(given, people);
        }

        Optional<TlsFiles> tls() {
            Optional<Path> certificate = path(Setting.TLS_CERTIFICATE);
            if (certificate.isEmpty() && path(Setting.TLS_KEY).isPresent()) {
                throw wrong(Setting.TLS_KEY, "'tls-key' needs 'tls-certificate'.");
            }
            Optional<ClientCertificates> clients = clientCertificates();
            if (certificate.isEmpty() && clients.isPresent()) {
                throw wrong(Setting.TLS_CLIENT_AUTH, "'tls-client-auth' needs 'tls-certificate'.");
            }
            return certificate.map(
                    file -> new TlsFiles(file, path(Setting.TLS_KEY), path(Setting.TLS_PASSWORD_FILE), clients));
        }

        private Optional<ClientCertificates> clientCertificates() {
            String asked = choice(Setting.TLS_CLIENT_AUTH, "none", "wanted", "required");
            if (asked.equals("none")) {
                return Optional.empty();
            }
            return Optional.of(path(Setting.TLS_CLIENT_CA)
                    .map(file -> new ClientCertificates(file, asked.equals("required")))
                    .orElseThrow(() -> wrong(Setting.TLS_CLIENT_AUTH, "'tls-client-auth' needs 'tls-client-ca'.")));
        }

        Optional<QuotaLimit> homeQuota() {
            return text(Setting.HOME_QUOTA).isEmpty()
                    ? Optional.empty()
                    : Optional.of(parsed(Setting.HOME_QUOTA, QuotaLimit::parse));
        }

        MonitoringSettings monitoring() {
            String port = text(Setting.ADMIN_PORT);
            Optional<AdminSettings> admin = port.equals("off")
                    ? Optional.empty()
                    : Optional.of(new AdminSettings(
                            text(Setting.ADMIN_HOST),
                            (int) number(Setting.ADMIN_PORT, 0, 65_535),
                            given.has(Setting.ADMIN_PORT)));
            Optional<String> secret = text(Setting.WEBHOOK).isEmpty()
                    ? Optional.empty()
                    : parsed(Setting.WEBHOOK_SECRET_FILE, MonitoringSettings::secret);
            return new MonitoringSettings(
                    admin,
                    parsed(Setting.THRESHOLDS, Thresholds::parse),
                    parsed(Setting.WEBHOOK, address -> MonitoringSettings.webhook(address, secret)));
        }
    }
}
