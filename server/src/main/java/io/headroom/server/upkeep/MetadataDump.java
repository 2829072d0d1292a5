package io.headroom.server.upkeep;

import io.headroom.server.metadata.MetadataRows;
import io.headroom.server.metadata.MetadataTable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.EnumSet;

/** Writes out all that people made, as it is at one moment. Thread-safe. */
public final class MetadataDump {
    private final MetadataRows rows;
    private final String program;
    private final Clock clock;

    /** @param program the version of this program */
    public MetadataDump(MetadataRows rows, String program, Clock clock) {
        this.rows = rows;
        this.program = program;
        this.clock = clock;
    }

    /**
     * @param out flushed, and not closed
     * @return how many rows
     */
    public long write(OutputStream out) throws IOException {
        DumpWriter writer = new DumpWriter(out, new DumpHeader(program, rows.version(), clock.instant()));
        rows.forEach(EnumSet.allOf(MetadataTable.class), writer::write);
        writer.end();
        return writer.rows();
    }
}
