package io.headroom.conformance.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.headroom.conformance.suite.Outcome;
import io.headroom.conformance.suite.RowResult;
import io.headroom.conformance.suite.RunReport;
import java.io.IOException;
import java.io.PrintWriter;

/** The table as one JSON object. */
public final class JsonReport {
    private final ObjectMapper mapper = new ObjectMapper();

    /** @param out closed by the caller */
    public void print(RunReport report, PrintWriter out) throws IOException {
        ObjectNode root = mapper.createObjectNode();
        root.put("server", report.server().toString());
        root.put("room", report.room().words());
        root.put("passed", report.count(Outcome.PASS));
        root.put("failed", report.count(Outcome.FAIL));
        root.put("skipped", report.count(Outcome.SKIP));
        ArrayNode rows = root.putArray("rows");
        for (RowResult result : report.results()) {
            rows.addObject()
                    .put("id", result.row().id())
                    .put("level", result.row().level().name())
                    .put("tried", result.row().title())
                    .put("outcome", result.verdict().outcome().name())
                    .put("seen", result.verdict().seen());
        }
        out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
        out.flush();
    }
}
