package io.headroom.server.admin;

import io.headroom.server.capacity.Room;
import io.headroom.server.capacity.Rooms;
import io.headroom.server.date.Rfc3339;
import io.headroom.server.monitor.Figures;
import io.headroom.server.monitor.LimitStatus;
import io.headroom.server.monitor.RoomStatus;
import io.headroom.server.text.ByteCount;
import io.headroom.server.xml.DavNames;
import io.headroom.spi.error.Shortage.Unit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The room that is left, for a browser: figures and bars, no script, and nothing that is not in the page itself. */
final class CapacityPage implements AdminEndpoint {
    /** A bar is one of 101 widths, since the policy forbids a style on an element. */
    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
            table{border-collapse:collapse;width:100%}
            th,td{text-align:right;padding:.35rem .75rem .35rem 0;white-space:nowrap;vertical-align:top;\
            border-bottom:1px solid color-mix(in srgb,currentColor 15%,transparent)}
            th:first-child,td:first-child{text-align:left;white-space:normal;overflow-wrap:anywhere}
            .bar{display:block;width:10rem;height:.6rem;border-radius:.3rem;overflow:hidden;margin:.45rem 0 0 auto;\
            background:color-mix(in srgb,currentColor 15%,transparent)}
            .bar i{display:block;height:100%;background:#2e8b57}
            .near i{background:#d9822b}
            .full i{background:#c23030}
            small{opacity:.75}
            """
            + IntStream.rangeClosed(0, 100)
                    .mapToObj(width -> ".w" + width + "{width:" + width + "%}")
                    .collect(Collectors.joining());

    private static final String POLICY = "default-src 'none'; style-src 'sha256-" + hash(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final AdminParts parts;

    CapacityPage(AdminParts parts) {
        this.parts = parts;
    }

    @Override
    public AdminAnswer answer(AdminRequest request) {
        List<RoomStatus> rooms = parts.monitor().look();
        List<Rooms.Reserved> reservations = parts.rooms().reservations();
        String page = """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Room that is left</title>
                <style>%s</style>
                </head>
                <body>
                <h1>Room that is left</h1>
                <table>
                <thead><tr><th>Where</th><th>Used</th><th>Limit</th><th>On its way</th><th>Available</th><th>Fill</th><th>Full in</th></tr></thead>
                <tbody>
                %s</tbody>
                </table>
                %s<p><small>As of %s. The same for programs: <a href="/capacity">/capacity</a>, <a href="/metrics">/metrics</a>.</small></p>
                </body>
                </html>
                """.formatted(
                        STYLE,
                        rooms.stream().map(CapacityPage::rows).collect(Collectors.joining()),
                        reservations(reservations),
                        Rfc3339.format(parts.clock().instant()));
        return new AdminAnswer(
                200,
                "text/html; charset=utf-8",
                page,
                Map.of("Content-Security-Policy", POLICY, "Referrer-Policy", "no-referrer"));
    }

    private static String rows(RoomStatus status) {
        Room room = status.room();
        String where = DavNames.escaped(room.path().toString()) + " <small>" + RoomJson.word(room.kind())
                + counting(room) + "</small>";
        boolean entries = room.limitEntries().isPresent();
        boolean onlyEntries =
                entries && room.kind() == Room.Kind.QUOTA && room.limitBytes().isEmpty();
        return (onlyEntries ? "" : row(where, status.bytes(), ByteCount::of))
                + (entries
                        ? row(where + " <small>files and folders</small>", status.of(Unit.ENTRIES), Long::toString)
                        : "");
    }

    private static String counting(Room room) {
        return room.count().map(Room.Count::running).orElse(false) ? ", is being counted" : "";
    }

    private static String row(String where, LimitStatus status, LongFunction<String> words) {
        Figures figures = status.figures();
        return "<tr><td>" + where + "</td>" + cell(figures.used(), words) + cell(figures.limit(), words) + "<td>"
                + words.apply(figures.reserved()) + "</td>" + cell(figures.available(), words) + "<td>"
                + figures.fill().map(CapacityPage::bar).orElse("") + "</td><td>" + FullIn.words(status.daysUntilFull())
                + "</td></tr>\n";
    }

    private static String cell(OptionalLong figure, LongFunction<String> words) {
        return "<td>" + (figure.isPresent() ? words.apply(figure.getAsLong()) : "-") + "</td>";
    }

    private static String bar(double fill) {
        long percent = (long) Math.floor(fill * 100);
        String colour = percent >= 100 ? " full" : percent >= 80 ? " near" : "";
        return String.format(
                Locale.ROOT,
                "%d %%<span class=\"bar%s\" role=\"img\" aria-label=\"%d per cent used\"><i class=\"w%d\"></i></span>",
                percent,
                colour,
                percent,
                Math.min(100, percent));
    }

    private static String reservations(List<Rooms.Reserved> reservations) {
        if (reservations.isEmpty()) {
            return "";
        }
        String rows = reservations.stream()
                .map(reserved -> "<tr><td>" + DavNames.escaped(reserved.path().toString()) + "</td><td>"
                        + ByteCount.of(reserved.bytes()) + "</td><td>" + Rfc3339.format(reserved.since())
                        + "</td></tr>\n")
                .collect(Collectors.joining());
        return "<h2>On their way</h2>\n<table>\n<thead><tr><th>Where</th><th>Promised</th><th>Since</th></tr></thead>\n<tbody>\n"
                + rows + "</tbody>\n</table>\n";
    }

    private static String hash(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
