package io.headroom.server.metadata;

import io.headroom.spi.SettingsException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** The URL of a PostgreSQL database. It may hold a password, so it is shown without what follows the question mark. Immutable. */
public final class PostgresAddress {
    private static final String SCHEME = "jdbc:postgresql:";

    /** Checked before the driver sees it, because that one writes what it doesn't understand into the log, password and all. */
    private static final Pattern FORM = Pattern.compile(
            "(?<shown>jdbc:postgresql://(?<hosts>[^/?#@\\s]+)/(?<database>[^/?#@\\s]+))(\\?(?<parameters>\\S*))?");

    private static final Pattern HOST = Pattern.compile("([^:\\[\\],]+|\\[[0-9A-Fa-f:.%]+])(:(?<port>[0-9]{1,5}))?");

    private final String url;
    private final String shown;
    private final Properties properties;

    private PostgresAddress(String url, String shown, Properties properties) {
        this.url = url;
        this.shown = shown;
        this.properties = properties;
    }

    /**
     * @param url {@code jdbc:postgresql://HOST[:PORT][,HOST…]/DATABASE[?user=…&password=…&…]}
     * @throws SettingsException with a sentence that shows no password
     */
    public static PostgresAddress parse(String url) {
        if (!url.startsWith(SCHEME)) {
            throw new SettingsException("The metadata database is a file or a PostgreSQL: its URL begins with " + SCHEME
                    + "//, and this one doesn't.");
        }
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            throw malformed("");
        }
        for (String host : form.group("hosts").split(",", -1)) {
            Matcher parts = HOST.matcher(host);
            if (!parts.matches() || !isPort(parts.group("port"))) {
                // Without the host: it may be a user and a password that were put in the wrong place.
                throw malformed(" User and password go behind the question mark.");
            }
        }
        Properties properties = Driver.parseURL(url, new Properties());
        if (properties == null) {
            throw malformed("");
        }
        return new PostgresAddress(url, form.group("shown"), properties);
    }

    private static boolean isPort(@Nullable String digits) {
        if (digits == null) {
            return true;
        }
        int port = Integer.parseInt(digits);
        return port > 0 && port <= 0xffff;
    }

    private static SettingsException malformed(String why) {
        return new SettingsException("The URL of the metadata database is not of the form"
                + " jdbc:postgresql://HOST:PORT/DATABASE?user=NAME&password=WORD." + why);
    }

    /** With the password, if there is one. */
    String url() {
        return url;
    }

    boolean sets(PGProperty property) {
        return properties.getProperty(property.getName()) != null;
    }

    /** The schema that holds the tables: the first that {@code currentSchema} names. */
    Optional<String> schema() {
        String path = properties.getProperty(PGProperty.CURRENT_SCHEMA.getName());
        if (path == null || path.isBlank()) {
            return Optional.empty();
        }
        String first = path.split(",", -1)[0].strip();
        boolean quoted = first.length() > 2 && first.startsWith("\"") && first.endsWith("\"");
        return Optional.of(quoted ? first.substring(1, first.length() - 1) : first.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PostgresAddress address && address.url.equals(url);
    }

    @Override
    public int hashCode() {
        return url.hashCode();
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return shown;
    }
}
