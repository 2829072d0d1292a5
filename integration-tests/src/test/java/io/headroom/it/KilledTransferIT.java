package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a MOVE from one mount to another: nothing is lost, and the same MOVE goes on from there. */
@Timeout(120)
class KilledTransferIT {
    private static final int FILES = 200;

    @TempDir
    Path folder;

    private Path main;
    private Path other;

    @BeforeEach
    void make() throws IOException {
        main = Files.createDirectory(folder.resolve("main"));
        other = Files.createDirectory(folder.resolve("other"));
        Files.createDirectory(main.resolve("tree"));
        for (int i = 0; i < FILES; i++) {
            Files.write(main.resolve("tree/" + i), content(i));
        }
    }

    private static byte[] content(int file) {
        byte[] content = new byte[20_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (file * 31 + i);
        }
        return content;
    }

    private HeadroomProcess serve() throws Exception {
        return HeadroomProcess.serve(main, "--mounts", "/other=" + other);
    }

    /** Moves, and kills the server at some moment. */
    private void moveUntil(Moment moment) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (HeadroomProcess server = serve()) {
            server.dav().setProperty("/tree", "colour", "red");
            server.dav().setProperty("/tree/7", "colour", "red");
            Future<?> moving = thread.submit(() -> server.dav().move("/tree", "/other/tree"));
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(moment::isHere);
            server.kill();
            // The client fails with its server.
            await().atMost(Duration.ofSeconds(30)).until(moving::isDone);
        } finally {
            thread.shutdownNow();
        }
    }

    @FunctionalInterface
    private interface Moment {
        boolean isHere() throws IOException;
    }

    private static boolean holds(Path directory, String pattern) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, pattern)) {
            return found.iterator().hasNext();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertWhole(Path tree) throws IOException {
        for (int i = 0; i < FILES; i++) {
            assertThat(tree.resolve("" + i)).hasBinaryContent(content(i));
        }
    }

    /** Nobody sees half of a tree, and the same request brings the move to its end. */
    private void finish() throws Exception {
        try (HeadroomProcess server = serve()) {
            Dav dav = server.dav();
            assertThat(dav.propfind("/other/", "1").hrefs())
                    .allMatch(href -> href.equals("/other/") || href.equals("/other/tree/"));
            if (Files.exists(main.resolve("tree"))) {
                assertThat(dav.move("/tree", "/other/tree").status()).isIn(201, 204);
            }
            assertThat(dav.get("/tree/").status()).isEqualTo(404);
            assertThat(dav.get("/other/tree/7").body()).isEqualTo(content(7));
            for (String path : new String[] {"/other/tree/", "/other/tree/7"}) {
                assertThat(dav.propfindBody(path, "0", "<D:allprop/>").text())
                        .as(path)
                        .contains("red");
            }
        }
        assertWhole(other.resolve("tree"));
    }

    @Test
    @Proves({"S507-MOVE-03", "S507-MOVE-05"})
    void whileTheCopyIsBuiltTheSourceIsWhole() throws Exception {
        moveUntil(() -> holds(other, ".incoming.headroom-*"));
        assertWhole(main.resolve("tree"));
        finish();
    }

    @Test
    @Proves({"S507-MOVE-03", "S507-MOVE-05"})
    void whenTheCopyStandsItIsWhole() throws Exception {
        moveUntil(() -> Files.exists(other.resolve("tree")));
        assertWhole(other.resolve("tree"));
        finish();
    }

    /** What is left of the source is a part, which must not take the place of the whole. */
    @Test
    @Proves({"S507-MOVE-03", "S507-MOVE-05"})
    void whileTheSourceIsRemovedTheCopyIsWhole() throws Exception {
        moveUntil(() -> isPart(main.resolve("tree")));
        assertWhole(other.resolve("tree"));
        finish();
    }

    private static boolean isPart(Path tree) throws IOException {
        try (Stream<Path> members = Files.list(tree)) {
            return members.count() < FILES;
        } catch (NoSuchFileException gone) {
            return true;
        }
    }
}
