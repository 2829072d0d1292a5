package io.headroom.conformance.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headroom.conformance.suite.Findings;
import io.headroom.conformance.wire.Reply;
import java.io.IOException;
import java.util.List;

/** The body of a 507 as application/problem+json (RFC 9457 §3.1). */
final class Problem {
    private final JsonNode root;

    Problem(Reply reply) throws IOException {
        this.root = new ObjectMapper().readTree(reply.body());
    }

    Findings judge(String path) {
        Findings findings = new Findings().note(root.path("title").asText("no title"));
        for (String member : List.of("type", "title", "detail", "instance")) {
            findings.that(root.path(member).isTextual(), "a text '" + member + "'");
        }
        return findings.that(root.path("status").asInt() == 507, "status 507")
                .that(root.path("instance").asText().endsWith(path), "the path as instance");
    }
}
