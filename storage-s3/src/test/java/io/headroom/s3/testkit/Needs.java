package io.headroom.s3.testkit;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine. In continuous integration a missing part fails; elsewhere the test says why it is skipped. */
final class Needs {
    private Needs() {}

    static void programs(String... names) {
        for (String name : names) {
            if (!isInstalled(name)) {
                missing("the program '" + name + "' is not installed: ./verify installs it");
            }
        }
    }

    private static boolean isInstalled(String name) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, name))) {
                return true;
            }
        }
        return false;
    }

    static void missing(String why) {
        if ("true".equals(System.getenv("CI"))) {
            fail(why);
        }
        Assumptions.abort(why);
    }
}
