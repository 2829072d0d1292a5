package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package under systemd itself. */
@Timeout(180)
final class SystemdIT {
    private static final Path PACKAGE = Path.of("..", "server", "target", "headroom.deb");
    private static final String SETTINGS = "/etc/headroom/headroom.yaml";
    private static final String URL = "http://127.0.0.1:8080";

    @TempDir
    private static Path folder;

    private static MachineTurn turn;
    private static SystemdMachine machine;

    @BeforeAll
    static void startMachine() throws Exception {
        turn = MachineTurn.take();
        Needs.root();
        Needs.program("systemd-nspawn");
        Needs.program("nsenter");
        Needs.program("curl");
        if (!Files.exists(PACKAGE)) {
            Needs.missing("the package is not built: mvn -pl server -am package");
        }
        if (Files.exists(Path.of(SETTINGS))) {
            Needs.missing("Headroom is installed on this machine, and so in a copy of it");
        }
        machine = SystemdMachine.start(folder);
        Files.copy(PACKAGE, machine.path("/root/headroom.deb"));
    }

    @AfterAll
    static void stopMachine() throws Exception {
        if (machine != null) {
            machine.close();
        }
        turn.close();
    }

    @AfterEach
    void purge() throws Exception {
        succeed("dpkg", "--purge", "headroom");
        succeed("rm", "-rf", "/var/lib/headroom", "/etc/default/headroom");
    }

    /** Java may have come to this machine without a package. */
    private static void install() throws Exception {
        succeed("dpkg", "--install", "--force-depends", "--force-confold", "/root/headroom.deb");
    }

    private static String succeed(String... words) throws Exception {
        Command command = machine.run(words);
        assertThat(command.exitCode()).as("%s", command).isZero();
        return command.output();
    }

    private static String property(String name) throws Exception {
        return succeed("systemctl", "show", "--value", "--property=" + name, "headroom")
                .strip();
    }

    private static String state() throws Exception {
        return machine.run("systemctl", "is-active", "headroom").output().strip();
    }

    private static String journal() throws Exception {
        return succeed("journalctl", "--unit=headroom", "--output=cat", "--no-pager");
    }

    private static void append(String settings) throws IOException {
        Files.writeString(machine.path(SETTINGS), settings, StandardOpenOption.APPEND);
    }

    private static String put(String path) throws Exception {
        return succeed("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-T", "/etc/passwd", URL + path);
    }

    /** One life in place of five: under systemd each start of a JVM takes its time. */
    @Test
    void aServiceFromThePackageStartsReloadsStopsAndComesAgain() throws Exception {
        install();
        assertThat(state()).isEqualTo("active");
        assertThat(property("StatusText")).isEqualTo("Serves at " + URL + "/");
        assertThat(put("/file")).isEqualTo("201");

        String process = property("MainPID");
        append("quota:\n  /: 100\n");
        succeed("systemctl", "reload", "headroom");
        await().untilAsserted(() -> assertThat(put("/more")).isEqualTo("507"));
        String right = Files.readString(machine.path(SETTINGS));
        append("qouta:\n  /: 100\n");
        assertThat(machine.run("systemctl", "reload", "headroom").exitCode()).isEqualTo(1);
        assertThat(journal()).contains("The setting 'qouta' does not exist. Did you mean 'quota'?");
        assertThat(state()).isEqualTo("active");
        assertThat(property("MainPID")).isEqualTo(process);

        succeed("systemctl", "stop", "headroom");
        assertThat(property("ExecMainStatus")).isEqualTo("143");
        assertThat(property("Result")).isEqualTo("success");
        install();
        assertThat(state()).as("an upgrade leaves it stopped").isEqualTo("inactive");

        succeed("dpkg", "--remove", "headroom");
        Files.writeString(machine.path(SETTINGS), right);
        // Where docs/logs.md puts them.
        append("access-log: /var/log/headroom/access.log\naudit-log: /var/log/headroom/audit.log\n");
        install();
        assertThat(state()).as("what comes again is started").isEqualTo("active");
        assertThat(put("/more")).isEqualTo("507");
        assertThat(succeed("cat", "/var/log/headroom/audit.log")).contains("\"target\":\"/more\"");
        assertThat(succeed("curl", "-s", URL + "/file")).startsWith("root:");
        succeed("dpkg", "--purge", "headroom");
        assertThat(machine.run("ls", "/var/log/headroom").exitCode()).isNotZero();
    }

    @Test
    void whoTriesOftenIsNotRefused() throws Exception {
        Files.writeString(machine.path("/etc/default/headroom"), "HEADROOM_JAVA_OPTS=-XX:NoSuchOption\n");
        install();
        for (int i = 0; i < 6; i++) {
            assertThat(machine.run("systemctl", "restart", "headroom").exitCode())
                    .isEqualTo(1);
        }
        assertThat(property("Result")).isEqualTo("exit-code");
        assertThat(state()).as("it goes on by itself").isEqualTo("activating");
    }
}
