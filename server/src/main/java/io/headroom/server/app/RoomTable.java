package io.headroom.server.app;

import io.headroom.server.admin.FullIn;
import io.headroom.server.capacity.Room;
import io.headroom.server.monitor.Figures;
import io.headroom.server.monitor.LimitStatus;
import io.headroom.server.monitor.RoomStatus;
import io.headroom.server.text.ByteCount;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Rooms as a table for people. A dash is what nobody knows, or no limit. */
final class RoomTable {
    private static final String NOTHING = "-";

    private RoomTable() {}

    static void print(List<RoomStatus> rooms, PrintWriter out) {
        TextTable table = new TextTable(
                2, "PATH", "KIND", "LIMIT", "USED", "RESERVED", "AVAILABLE", "FILL", "FULL IN", "ENTRIES", "OF");
        for (RoomStatus status : rooms) {
            Room room = status.room();
            Figures bytes = status.bytes().figures();
            table.row(
                    room.path().toString(),
                    room.kind().name().toLowerCase(Locale.ROOT),
                    size(bytes.limit()),
                    size(bytes.used()) + (isCounted(room) ? "?" : ""),
                    ByteCount.of(bytes.reserved()),
                    size(bytes.available()),
                    fill(status),
                    fullIn(status),
                    number(room.usedEntries()),
                    number(room.limitEntries()));
        }
        table.print(out);
        if (rooms.stream().map(RoomStatus::room).anyMatch(RoomTable::isCounted)) {
            out.println("? is being counted; until that is done the figure is what was known before.");
        }
    }

    private static boolean isCounted(Room room) {
        return room.count().map(Room.Count::running).orElse(false);
    }

    /** The fuller of the two counts. */
    private static String fill(RoomStatus status) {
        Optional<Double> bytes = status.bytes().figures().fill();
        Optional<Double> entries = status.entries().figures().fill();
        double fill = Math.max(bytes.orElse(-1.0), entries.orElse(-1.0));
        return fill < 0 ? NOTHING : String.format(Locale.ROOT, "%d %%", (long) Math.floor(fill * 100));
    }

    private static String fullIn(RoomStatus status) {
        LimitStatus bytes = status.bytes();
        LimitStatus entries = status.entries();
        boolean entriesFirst = entries.daysUntilFull().isPresent()
                && entries.daysUntilFull().getAsDouble() < bytes.daysUntilFull().orElse(Double.MAX_VALUE);
        return FullIn.words((entriesFirst ? entries : bytes).daysUntilFull());
    }

    private static String size(OptionalLong bytes) {
        return bytes.isPresent() ? ByteCount.of(bytes.getAsLong()) : NOTHING;
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Long.toString(number.getAsLong()) : NOTHING;
    }
}
