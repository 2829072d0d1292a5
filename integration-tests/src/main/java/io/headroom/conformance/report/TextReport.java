package io.headroom.conformance.report;

import io.headroom.conformance.suite.Outcome;
import io.headroom.conformance.suite.RowResult;
import io.headroom.conformance.suite.RunReport;
import java.io.PrintWriter;

/** A table that grows row by row, and a last line. For one thread. */
public final class TextReport {
    private final PrintWriter out;

    /** @param out flushed after each row; closed by the caller */
    public TextReport(PrintWriter out) {
        this.out = out;
    }

    /** A row in two lines: how it ended and what was tried; what was seen. */
    public void row(RowResult result) {
        out.printf(
                "%-4s  %-20s %-6s  %s%n",
                result.verdict().outcome(),
                result.row().id(),
                result.row().level(),
                result.row().title());
        out.printf("      %-20s         %s%n", "", result.verdict().seen());
        out.flush();
    }

    public void end(RunReport report) {
        out.println();
        out.println("Room of the server: " + report.room().words());
        out.println(summary(report));
        out.flush();
    }

    private static String summary(RunReport report) {
        return report.results().size() + " rows: " + report.count(Outcome.PASS) + " passed, "
                + report.count(Outcome.FAIL) + " failed, " + report.count(Outcome.SKIP) + " skipped";
    }
}
