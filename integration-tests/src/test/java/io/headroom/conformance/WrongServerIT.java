package io.headroom.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The suite, by its command line, on a server that is wrong on purpose. */
final class WrongServerIT {
    private WrongServer server;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws Exception {
        server = new WrongServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... options) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        List<String> words = new ArrayList<>(List.of("conformance", server.url().toString()));
        words.addAll(List.of(options));
        return line.execute(words.toArray(String[]::new));
    }

    private List<String> failed() throws Exception {
        JsonNode root = new ObjectMapper().readTree(out.toString());
        List<String> ids = new ArrayList<>();
        root.get("rows").forEach(row -> {
            if (row.get("outcome").asText().equals("FAIL")) {
                ids.add(row.get("id").asText());
            }
        });
        return ids;
    }

    @Test
    void wrongFiguresFail() throws Exception {
        assertThat(run("--json", "--rows", "QUOTA-PF-0[14]|QUOTA-PF-12")).isEqualTo(1);
        assertThat(failed()).containsExactly("QUOTA-PF-01", "QUOTA-PF-04", "QUOTA-PF-12");
    }

    @Test
    void wrongAnswersOfAFullServerFail() throws Exception {
        String rows = "S507-GEN-0[14]|S507-PUT-0[124]|S507-COPY-01|S507-MOVE-04|S507-CON-01-WHOLE|FINDER-WRONG-LENGTH";
        assertThat(run("--json", "--rows", rows)).isEqualTo(1);
        assertThat(failed())
                .containsExactlyInAnyOrder(
                        "S507-GEN-01",
                        "S507-GEN-04",
                        "S507-PUT-01",
                        "S507-PUT-02",
                        "S507-PUT-04",
                        "S507-COPY-01",
                        "S507-MOVE-04",
                        "S507-CON-01-WHOLE",
                        "FINDER-WRONG-LENGTH");
    }

    @Test
    void whatIsRightPassesAndNothingIsLeft() {
        assertThat(run("--rows", "EDGE-OVERWRITE")).isEqualTo(1);
        assertThat(run("--rows", "QUOTA-PF-02")).isZero();
        assertThat(out.toString()).contains("PASS  QUOTA-PF-02", "1 rows: 1 passed, 0 failed, 0 skipped");
        assertThat(server.stored()).isZero();
    }

    @Test
    void collectionStaysWhenAsked() {
        assertThat(run("--rows", "QUOTA-PF-02", "--keep")).isZero();
        assertThat(server.stored()).isPositive();
    }

    @Test
    void moreRoomThanAllowedIsNotFilled() {
        assertThat(run("--rows", "S507-COPY-01", "--most", "4MiB")).isZero();
        assertThat(out.toString()).contains("SKIP  S507-COPY-01", "(--most)");
        assertThat(server.stored()).isZero();
    }

    @Test
    void everyRequestCarriesTheName(@TempDir Path folder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
        assertThat(run("--rows", "S507-PUT-0[12]", "--user", "alice", "--password-file", password.toString()))
                .isEqualTo(1);
        assertThat(server.authorizations()).containsExactly("Basic YWxpY2U6czNjcmV0");
    }

    @Test
    void mistakesAreOneLine() {
        assertThat(run("--most", "plenty")).isEqualTo(2);
        assertThat(run("--rows", "NO-SUCH-ROW")).isEqualTo(2);
        server.close();
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString().strip().lines()).hasSize(3);
        assertThat(out.toString()).isEmpty();
    }
}
