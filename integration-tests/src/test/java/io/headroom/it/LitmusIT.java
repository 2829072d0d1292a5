package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** litmus, the WebDAV compliance suite of neon's author: every suite, without a failure or a warning. */
class LitmusIT {
    /** Each suite with the number of its tests. */
    private static final String SUITES = """
            basic, 16
            copymove, 13
            props, 30
            locks, 41
            http, 4
            """;

    @TempDir
    Path files;

    @TempDir
    Path scratch;

    @BeforeEach
    void needs() {
        Needs.program("litmus");
    }

    @ParameterizedTest
    @CsvSource(textBlock = SUITES)
    @Proves({
        "DAV-OPT-01", "DAV-MK-01", "DAV-MK-02", "DAV-MK-03", "DAV-MK-04", "DAV-PUT-01", "DAV-PUT-02", "DAV-PUT-08",
        "DAV-PUT-09", "DAV-DEL-01", "DAV-DEL-06", "DAV-DEL-07", "DAV-CP-02", "DAV-CP-04", "DAV-CP-05", "DAV-CP-06",
        "DAV-CP-10", "DAV-CP-11", "DAV-MV-01", "DAV-MV-02", "DAV-PF-01", "DAV-PF-06", "DAV-PF-07", "DAV-PF-11",
        "DAV-PF-13", "DAV-PF-14", "DAV-PP-01", "DAV-PP-03", "DAV-PP-05", "DAV-PP-06", "DAV-PP-07", "DAV-PP-08",
        "DAV-PP-09", "DAV-LP-07", "DAV-LK-01", "DAV-LK-02", "DAV-LK-03", "DAV-LK-04", "DAV-LK-05", "DAV-LK-07",
        "DAV-LK-09", "DAV-LK-11", "DAV-LK-12", "DAV-IF-02", "DAV-IF-03", "DAV-IF-08", "DAV-IF-09", "DAV-IF-10",
        "DAV-IF-11", "DAV-CP-20", "HTTP-100-01"
    })
    void passesWhole(String suite, int tests) throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(files)) {
            passes(server, suite, tests);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = SUITES)
    void passesWholeOverABucket(String suite, int tests) throws Exception {
        try (HeadroomProcess server = HeadroomProcess.serve(UserBucket.make(), files)) {
            passes(server, suite, tests);
            assertThat(server.output()).doesNotContain("WARN", "ERROR");
        }
    }

    private void passes(HeadroomProcess server, String suite, int tests) throws Exception {
        Command litmus = Command.run(
                Duration.ofMinutes(5),
                Map.of("TESTS", suite),
                scratch,
                List.of("litmus", server.url().toString()));
        assertThat(litmus.output())
                .contains("of " + tests + " tests run: " + tests + " passed, 0 failed")
                .doesNotContain("FAIL")
                .doesNotContain("WARNING");
        assertThat(litmus.exitCode()).isZero();
    }
}
