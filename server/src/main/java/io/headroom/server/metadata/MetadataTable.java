package io.headroom.server.metadata;

import static io.headroom.server.metadata.MetadataColumn.number;
import static io.headroom.server.metadata.MetadataColumn.text;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables that hold what people made, and so are exported and imported. What a server works out by itself is not: the figures of
 * quotas, the history of the room, the nodes.
 */
public enum MetadataTable {
    DEAD_PROPERTY("dead_property", 4, text("parent"), text("name"), text("namespace"), text("local_name"), text("xml")),
    MODIFICATION_TIME("modification_time", 2, text("parent"), text("name"), text("entity_tag"), number("modified_at")),
    LOCK(
            "lock",
            1,
            text("token"),
            text("root"),
            number("infinite"),
            text("scope"),
            text("principal"),
            text("owner_xml"),
            number("timeout_seconds"),
            number("expires_at")),
    QUOTA(
            "quota",
            1,
            text("root"),
            number("limit_bytes").orNone(),
            number("limit_entries").orNone()),
    ACCOUNT("account", 1, text("name"), text("password"), text("member_of"), number("locked"), number("created_at")),
    APP_PASSWORD("app_password", 2, text("account"), text("label"), text("digest"), number("created_at")),
    PROPERTY_MOVE(
            "property_move",
            1,
            number("id"),
            text("source"),
            text("target"),
            number("cleared").orElse(0L));

    /** The newest migration that this list knows of; a test compares it with the migrations. */
    public static final int SCHEMA = 9;

    private final String title;

    /** Cannot change: {@link List#of} of records. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<MetadataColumn> columns;

    private final int keys;

    /** @param keys so many columns at the front tell rows apart */
    MetadataTable(String title, int keys, MetadataColumn... columns) {
        this.title = title;
        this.columns = List.of(columns);
        this.keys = keys;
    }

    /** As the database calls it. */
    public String title() {
        return title;
    }

    public List<MetadataColumn> columns() {
        return columns;
    }

    /** @return empty for a name that is none of these */
    public static Optional<MetadataTable> named(String title) {
        return Stream.of(values()).filter(table -> table.title.equals(title)).findFirst();
    }

    private String names(int most, String between, String after) {
        return columns.stream().limit(most).map(column -> column.name() + after).collect(Collectors.joining(between));
    }

    /** In the order of the keys. */
    String select() {
        return "SELECT " + names(columns.size(), ", ", "") + " FROM " + title + " ORDER BY " + names(keys, ", ", "");
    }

    /** What is there already stays. */
    String insert() {
        return "INSERT INTO " + title + " (" + names(columns.size(), ", ", "") + ") VALUES ("
                + String.join(", ", columns.stream().map(column -> "?").toList()) + ") ON CONFLICT DO NOTHING";
    }

    /** Takes the keys. */
    String delete() {
        return "DELETE FROM " + title + " WHERE " + names(keys, " AND ", " = ?");
    }

    int keys() {
        return keys;
    }
}
