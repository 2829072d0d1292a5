package io.headroom.it;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package, installed on this machine, upgraded, removed and purged; nothing stays behind. */
@Timeout(120)
final class DebPackageIT {
    private static final Path PACKAGE = Path.of("..", "server", "target", "headroom.deb");
    private static final Path SETTINGS = Path.of("/etc/headroom/headroom.yaml");
    private static final Path DATA = Path.of("/var/lib/headroom");
    private static final Path FILES = DATA.resolve("files");
    private static final Path UNIT = Path.of("/lib/systemd/system/headroom.service");
    private static final Path START_POLICY = Path.of("/usr/sbin/policy-rc.d");

    private static MachineTurn turn;

    @TempDir
    Path folder;

    private boolean changed;
    private boolean policyIsOurs;

    @BeforeAll
    static void waitForTheTurn() throws IOException {
        turn = MachineTurn.take();
    }

    @AfterAll
    static void endTheTurn() throws IOException {
        turn.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        Needs.root();
        Needs.program("dpkg");
        Needs.program("adduser");
        Needs.program("setpriv");
        if (!Files.exists(PACKAGE)) {
            Needs.missing("the package is not built: mvn -pl server -am package");
        }
        if (Files.exists(DATA)
                || Files.exists(SETTINGS)
                || run("getent", "passwd", "headroom").exitCode() == 0) {
            Needs.missing("Headroom is installed on this machine, and would be removed");
        }
        changed = true;
        if (!Files.exists(START_POLICY)) {
            // Packages must not start services; this is where they ask.
            Files.writeString(START_POLICY, "#!/bin/sh\nexit 101\n");
            Command.succeed("chmod", "755", START_POLICY.toString());
            policyIsOurs = true;
        }
    }

    @AfterEach
    void cleanUp() throws Exception {
        if (!changed) {
            return;
        }
        run("dpkg", "--purge", "--force-depends", "headroom");
        Command.succeed("rm", "-rf", DATA.toString());
        if (run("getent", "passwd", "headroom").exitCode() == 0) {
            Command.succeed("deluser", "--quiet", "--system", "headroom");
        }
        if (policyIsOurs) {
            Files.delete(START_POLICY);
        }
        assertThat(run("getent", "group", "headroom").exitCode()).isNotZero();
    }

    private static Command run(String... words) throws Exception {
        return Command.run(Duration.ofMinutes(1), Map.of(), Path.of("."), List.of(words));
    }

    /** Java may have come without a package. */
    private static void install(Path deb) throws Exception {
        Command.succeed("dpkg", "--install", "--force-depends", "--force-confold", deb.toString());
    }

    @Test
    void aPackageIsInstalledServesAndIsUpgradedRemovedAndPurged() throws Exception {
        install(PACKAGE);
        assertThat(Files.getPosixFilePermissions(SETTINGS)).doesNotContain(OTHERS_READ);
        assertThat(Files.getOwner(FILES).getName()).isEqualTo("headroom");
        assertThat(Command.succeed("headroom", "--version")).startsWith("headroom ");

        int port = freePort();
        setPorts(port);
        try (HeadroomProcess server = startAsTheUnitDoes()) {
            assertThat(server.url().getPort()).isEqualTo(port);
            assertThat(server.dav().put("/before", "kept").status()).isEqualTo(201);
            assertThat(server.dav().get("/before").text()).isEqualTo("kept");
        }

        String edited = Files.readString(SETTINGS);
        install(newer());
        assertThat(Command.succeed("dpkg-query", "--show", "--showformat=${Version}", "headroom"))
                .isEqualTo("9.9.9");
        assertThat(SETTINGS).hasContent(edited);
        assertThat(Files.getPosixFilePermissions(SETTINGS)).doesNotContain(OTHERS_READ);
        try (HeadroomProcess server = startAsTheUnitDoes()) {
            assertThat(server.dav().get("/before").text()).isEqualTo("kept");
        }

        Command.succeed("dpkg", "--remove", "headroom");
        assertThat(Path.of("/usr/bin/headroom")).doesNotExist();
        assertThat(SETTINGS).hasContent(edited);
        assertThat(FILES.resolve("before")).hasContent("kept");
        assertThat(DATA.resolve("state")).isNotEmptyDirectory();

        Command.succeed("dpkg", "--purge", "headroom");
        assertThat(SETTINGS.getParent()).doesNotExist();
        assertThat(DATA.resolve("state")).doesNotExist();
        assertThat(FILES.resolve("before")).hasContent("kept");
        assertThat(names(FILES)).containsExactly("before");
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void whatWasNeverUsedLeavesNothingBehind() throws Exception {
        install(PACKAGE);
        Command.succeed("dpkg", "--purge", "headroom");
        assertThat(DATA).doesNotExist();
        assertThat(run("getent", "passwd", "headroom").exitCode()).isNotZero();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void itsPagesLeadToEachOther() throws Exception {
        Path unpacked = folder.resolve("pages");
        Command.succeed("dpkg-deb", "--extract", PACKAGE.toString(), unpacked.toString());
        Path pages = unpacked.resolve("usr/share/doc/headroom");
        Pattern link = Pattern.compile("\\]\\((docs/[^)#]+|[a-z0-9-]+\\.(?:md|yaml|cfg)|\\.\\./README\\.md)");
        int links = 0;
        for (Path page : List.of(
                pages.resolve("README.md"), pages.resolve("docs/service.md"), pages.resolve("docs/accounts.md"))) {
            Matcher each = link.matcher(Files.readString(page));
            while (each.find()) {
                assertThat(page.resolveSibling(each.group(1))).exists();
                links++;
            }
        }
        assertThat(links).isPositive();
    }

    @Test
    void theUnitIsOneThatSystemdTakes() throws Exception {
        Needs.program("systemd-analyze");
        install(PACKAGE);
        assertThat(Command.succeed("systemd-analyze", "verify", UNIT.toString()))
                .doesNotContain("headroom.service");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** An edit as a person makes it. */
    private static void setPorts(int port) throws IOException {
        String text = Files.readString(SETTINGS);
        String edited = text.replace("\nport: 8080\n", "\nport: " + port + "\nadmin-port: 0\n");
        assertThat(edited).isNotEqualTo(text);
        Files.writeString(SETTINGS, edited);
    }

    /** The same words, as the same user. */
    private static HeadroomProcess startAsTheUnitDoes() throws Exception {
        String unit = Files.readString(UNIT);
        List<String> words = new ArrayList<>(List.of("setpriv", "--init-groups"));
        words.add("--reuid=" + value(unit, "User"));
        words.add("--regid=" + value(unit, "Group"));
        words.addAll(List.of(value(unit, "ExecStart").split(" ")));
        return HeadroomProcess.run(words, Map.of());
    }

    private static String value(String unit, String key) {
        return unit.lines()
                .filter(line -> line.startsWith(key + "="))
                .findFirst()
                .orElseThrow()
                .substring(key.length() + 1);
    }

    /** The same package with a higher version and other settings in it. */
    private Path newer() throws Exception {
        Path unpacked = folder.resolve("unpacked");
        Command.succeed("dpkg-deb", "--raw-extract", PACKAGE.toString(), unpacked.toString());
        Path control = unpacked.resolve("DEBIAN").resolve("control");
        Files.writeString(control, Files.readString(control).replaceAll("(?m)^Version: .*$", "Version: 9.9.9"));
        Path settings = unpacked.resolve("etc").resolve("headroom").resolve("headroom.yaml");
        Files.writeString(settings, Files.readString(settings) + "\n# New in this version.\n");
        Path deb = folder.resolve("newer.deb");
        Command.succeed("dpkg-deb", "-Znone", "--build", unpacked.toString(), deb.toString());
        return deb;
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return Set.copyOf(all.map(each -> each.getFileName().toString()).toList());
        }
    }

    /** What packages and their services leave where they lie. */
    private static List<Path> leftovers() {
        return Stream.of(
                        "/usr/share/headroom",
                        "/usr/share/doc/headroom",
                        "/usr/bin/headroom",
                        "/etc/headroom",
                        "/lib/systemd/system/headroom.service",
                        "/etc/systemd/system/headroom.service",
                        "/etc/systemd/system/multi-user.target.wants/headroom.service",
                        "/var/lib/systemd/deb-systemd-helper-enabled/headroom.service.dsh-also",
                        "/var/lib/systemd/deb-systemd-helper-masked/headroom.service")
                .map(Path::of)
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }
}
