package io.headroom.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A short run of the real fuzzer, always the same one: it begins with the seeds, from one random number, and ends after a number of
 * inputs. Each target has a JVM of its own. To look longer, start the same words by hand with {@code -max_total_time=3600} in place of
 * {@code -runs}; what it finds becomes a seed.
 */
@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        architectures = {"amd64", "x86_64", "aarch64"},
        disabledReason = "the fuzzer has no native part for this system")
class FuzzIT {
    /** An input may take this long, in seconds; each takes less than a millisecond. */
    private static final int PATIENCE = 25;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "IfHeaderTarget, 60000",
        "HeadersTarget, 60000",
        "HrefTarget, 40000",
        "XmlBodiesTarget, 12000",
        "FormTarget, 20000"
    })
    void whateverIsSentEndsInAValueOrARefusal(String target, int runs) throws Exception {
        Path log = folder.resolve("log");
        Path found = Files.createDirectory(folder.resolve("found"));
        Process fuzzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.code_intelligence.jazzer.Jazzer",
                        "--target_class=" + FuzzIT.class.getPackageName() + "." + target,
                        "--instrumentation_includes=io.headroom.server.**",
                        "--hooks=false",
                        "-runs=" + runs,
                        "-seed=1",
                        "-timeout=" + PATIENCE,
                        // The heap has its bound already.
                        "-rss_limit_mb=0",
                        found.toString(),
                        FuzzSeedsTest.SEEDS.resolve(target).toAbsolutePath().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!fuzzer.waitFor(5, TimeUnit.MINUTES)) {
            fuzzer.destroyForcibly().waitFor();
            fail("the fuzzer did not end: " + last(log));
        }
        assertThat(fuzzer.exitValue()).as(last(log)).isZero();
        assertThat(last(log)).contains("Done " + runs + " runs");
    }

    private static String last(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }
}
