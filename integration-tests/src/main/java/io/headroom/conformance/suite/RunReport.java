package io.headroom.conformance.suite;

import java.net.URI;
import java.util.List;

/** What a run found. */
public record RunReport(URI server, Room room, List<RowResult> results) {
    public RunReport {
        results = List.copyOf(results);
    }

    public long count(Outcome outcome) {
        return results.stream()
                .filter(result -> result.verdict().outcome() == outcome)
                .count();
    }

    public boolean good() {
        return count(Outcome.FAIL) == 0;
    }
}
