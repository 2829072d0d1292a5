package io.headroom.server.upkeep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The place of the files with what checks removed: {@code headroom-check-TIME.json} in the state folder. Thread-safe. */
public final class RemovedRows {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final String program;
    private final Clock clock;

    /**
     * @param folder made when it is missing
     * @param program the version of this program
     */
    public RemovedRows(Path folder, String program, Clock clock) {
        this.folder = folder;
        this.program = program;
        this.clock = clock;
    }

    /** @param schema that the rows are of */
    KeptRows open(int schema) throws IOException {
        Files.createDirectories(folder);
        return new KeptRows(
                folder.resolve("headroom-check-" + TIME.format(clock.instant()) + ".json"),
                new DumpHeader(program, schema, clock.instant()));
    }
}
