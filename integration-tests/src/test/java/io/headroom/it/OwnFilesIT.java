package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server keeps inside the folder that it serves is nobody's business. */
final class OwnFilesIT {
    @TempDir
    Path folder;

    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.serve(folder);
        dav = server.dav();
        dav.put("/file", "x");
        dav.mkcol("/sub");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Set<Path> ownFiles() throws IOException {
        try (Stream<Path> found = Files.walk(folder.resolve(".headroom"))) {
            return found.collect(Collectors.toSet());
        }
    }

    @Test
    @Proves({"DAV-URL-06", "DAV-GET-01"})
    void noListingShowsThem() {
        assertThat(folder.resolve(".headroom/metadata.db")).exists();
        assertThat(dav.propfind("/", "1").hrefs()).containsExactlyInAnyOrder("/", "/file", "/sub/");
        assertThat(dav.get("/").text()).contains("file").doesNotContain("headroom/");
    }

    @ParameterizedTest
    @Proves("DAV-URL-06")
    @ValueSource(
            strings = {
                "/.headroom",
                "/.headroom/",
                "/.headroom/metadata.db",
                "/%2Eheadroom/metadata.db",
                "/.h%65adroom",
                "/.headroom/new",
                "/.headroom/staging/x"
            })
    void noMethodReachesThem(String path) throws IOException {
        Set<Path> before = ownFiles();
        Set<Integer> refusals = Set.of(403, 404, 405, 409);
        List<Answer> answers = List.of(
                dav.get(path),
                dav.head(path),
                dav.put(path, "mine"),
                dav.delete(path),
                dav.mkcol(path),
                dav.propfindBody(path, "1", "<D:allprop/>"),
                dav.proppatch(path, "<D:set><D:prop><x:a>1</x:a></D:prop></D:set>"),
                dav.lock(path, "0").send(),
                dav.copy(path, "/stolen"),
                dav.move(path, "/stolen"),
                dav.copy("/file", path),
                dav.copy("/sub", path),
                dav.move("/file", path),
                dav.move("/sub", path));
        assertThat(answers).allMatch(answer -> refusals.contains(answer.status()));
        assertThat(dav.head("/stolen").status()).isEqualTo(404);
        assertThat(dav.get("/file").text()).isEqualTo("x");
        assertThat(ownFiles()).isEqualTo(before);
    }

    @Test
    @Proves("DAV-URL-06")
    void copyOfEverythingLeavesThemOut() {
        assertThat(dav.copy("/sub", "/copy").status()).isEqualTo(201);
        assertThat(dav.copy("/", "/sub/all").status()).isEqualTo(403);
        assertThat(dav.delete("/").status()).isEqualTo(403);
        assertThat(folder.resolve(".headroom/metadata.db")).exists();
    }
}
