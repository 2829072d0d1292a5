package io.headroom.it;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. In continuous integration a missing part fails; elsewhere the test says why it is skipped. */
final class Needs {
    private Needs() {}

    static void program(String name) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, name))) {
                return;
            }
        }
        missing("the program '" + name + "' is not installed: ./verify installs it");
    }

    static void root() {
        if (!System.getProperty("user.name").equals("root")) {
            missing("mounting needs root");
        }
    }

    /** @param why what is missing, for whoever reads the report */
    static void missing(String why) {
        if ("true".equals(System.getenv("CI"))) {
            fail(why);
        }
        Assumptions.abort(why);
    }
}
