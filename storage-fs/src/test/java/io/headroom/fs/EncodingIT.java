package io.headroom.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Started in a locale without UTF-8, Java couldn't open half of the names: that is said at the start. */
class EncodingIT {
    @TempDir
    Path root;

    /** Run in a process of its own. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) {
            try {
                DirectoryFixture.open(Path.of(arguments[0]), Map.of()).close();
                System.out.println("opened");
            } catch (SettingsException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private String openIn(String locale) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Opening.class.getName(),
                root.toString());
        builder.environment().put("LC_ALL", locale);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }

    @Test
    void isRefusedWithAdvice() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "locales choose the encoding of names on Linux");
        assertThat(openIn("C")).contains("LC_ALL=C.UTF-8");
        assertThat(openIn("C.UTF-8")).contains("opened");
    }
}
