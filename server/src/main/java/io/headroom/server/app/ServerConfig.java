package io.headroom.server.app;

import io.headroom.server.capacity.CapacityLedger;
import io.headroom.server.capacity.Floor;
import io.headroom.server.capacity.QuotaLimit;
import io.headroom.server.http.TrustedProxies;
import io.headroom.server.method.MethodSettings;
import io.headroom.server.path.OwnAuthorities;
import io.headroom.server.tls.CertificateName;
import io.headroom.server.tls.TlsFiles;
import io.headroom.spi.SettingsException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
        SettingValues values = new SettingValues(given);
        String host = values.text(Setting.HOST);
        PeopleSettings people = PeopleSettings.read(values);
        Optional<TlsFiles> tls = TlsSection.read(values);
        if (!values.parsed(Setting.HOST, ServerConfig::isLoopback)) {
            requireSafe(host, people, tls.isPresent(), values);
        }
        int threads = values.number(Setting.THREADS, 8, 10_000);
        List<MountSettings> mounts = MountSettings.read(values, location);
        return new ServerConfig(
                location,
                host,
                values.number(Setting.PORT, 0, 65_535),
                values.choice(Setting.SYNC, "always", "never").equals("always"),
                new CapacityLedger.Settings(
                        values.parsed(Setting.FLOOR, Floor::parse),
                        QuotaSettings.parse(given.entries(Setting.QUOTA)),
                        Duration.ofHours(values.number(Setting.RECOUNT_HOURS, 0, 100_000))),
                tls,
                CertificateName.valueOf(values.choice(Setting.TLS_CLIENT_NAME, "cn", "email", "upn")
                        .toUpperCase(Locale.ROOT)),
                Duration.ofDays(values.number(Setting.HSTS_DAYS, 0, 3650)).toSeconds(),
                people,
                DigestSettings.read(values, people),
                values.flag(Setting.ANONYMOUS_OPTIONS),
                values.parsedIfAny(Setting.HOME_QUOTA, QuotaLimit::parse),
                values.flag(Setting.READ_ONLY),
                values.choice(Setting.LINKS, "inside", "hide"),
                values.textIfAny(Setting.KEPT_LISTINGS)
                        .map(any -> Duration.ofMillis(values.number(Setting.KEPT_LISTINGS, 0, 60_000))),
                values.parsed(Setting.PATH_PREFIX, ServerConfig::prefix),
                Set.copyOf(SettingValues.listed(values.text(Setting.PUBLIC_HOSTS))),
                values.choice(Setting.UNKNOWN_HOSTS, "serve", "refuse").equals("refuse"),
                values.parsed(Setting.TRUSTED_PROXIES, text -> new TrustedProxies(SettingValues.listed(text))),
                values.number(Setting.CONNECTIONS_PER_ADDRESS, 0, 1_000_000),
                methods(values),
                AnswerSettings.read(values),
                values.sizeIfAny(Setting.LARGEST_FILE),
                values.parsed(Setting.REFUSED_NAMES, ServerConfig::names),
                Duration.ofSeconds(values.number(Setting.DRAIN_SECONDS, 0, 86_400)),
                Duration.ofSeconds(values.number(Setting.STOP_SECONDS, 0, 86_400)),
                threads,
                values.text(Setting.UPLOADS).isEmpty()
                        ? threads / 2
                        : values.number(Setting.UPLOADS, 1, threads - threads / 4),
                values.flag(Setting.WATCH_SETTINGS),
                MonitoringSettings.read(values),
                LogSettings.read(values),
                values.path(Setting.STATE),
                values.textIfAny(Setting.METADATA),
                BucketSection.read(
                        values,
                        Stream.concat(Stream.of(location), mounts.stream().map(MountSettings::location))
                                .toList()),
                mounts);
    }

    private static MethodSettings methods(SettingValues values) {
        return new MethodSettings(
                values.flag(Setting.INFINITE_DEPTH),
                Duration.ofSeconds(values.number(Setting.LOCK_TIMEOUT, 1, Integer.MAX_VALUE)),
                Duration.ofSeconds(values.number(Setting.LONGEST_LOCK_TIMEOUT, 1, Integer.MAX_VALUE)),
                values.number(Setting.LARGEST_PROPERTY, 1, 10_000_000),
                values.size(Setting.UNLIMITED_FIGURE));
    }

    private static void requireSafe(String host, PeopleSettings people, boolean tls, SettingValues values) {
        if (!people.hasLogins() && !values.flag(Setting.ALLOW_ANONYMOUS)) {
            throw values.wrong(
                    Setting.HOST,
                    "Listening on " + host + " without accounts would let everybody who reaches this"
                            + " machine read and write all files. If that is meant, say --allow-anonymous.");
        }
        if (people.hasLogins() && !tls && !values.flag(Setting.ALLOW_PLAIN_HTTP)) {
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

    private static List<String> names(String text) {
        List<String> names = SettingValues.listed(text);
        if (names.stream().anyMatch(name -> name.indexOf('/') >= 0)) {
            throw new IllegalArgumentException("Names are meant, without '/'.");
        }
        return names;
    }
}
