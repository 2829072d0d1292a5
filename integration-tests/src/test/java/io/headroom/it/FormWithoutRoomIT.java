package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.headroom.spi.error.InsufficientStorageException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.error.OutcomeUnknownException;
import io.headroom.spi.error.StorageException;
import io.headroom.spi.path.ResourcePath;
import io.headroom.spi.testkit.FaultyStorage;
import io.headroom.spi.testkit.FaultyStorage.Point;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms for which there is no room, or no room any more in the middle: all files or none. */
final class FormWithoutRoomIT {
    private static final int ROOM = 1_000_000;

    private FaultyStorage storage;
    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(Map.of(), clock -> storage = new FaultyStorage(new MemoryStorage(ROOM, clock)));
        dav = server.dav();
        dav.put("/old.txt", "old");
        dav.mkcol("/folder/");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static StorageException full(ResourcePath path) {
        return new InsufficientStorageException(Reason.DISK_FULL, path, null);
    }

    private static String ofLength(int bytes) {
        return "x".repeat(bytes);
    }

    /** Everything that a client can see but for the dates of collections. */
    private String everything() {
        String properties = "<D:getetag/><D:getcontentlength/><D:quota-available-bytes/>";
        return dav.propfindBody("/", "1", "<D:prop>" + properties + "</D:prop>").text()
                + dav.propfindBody("/folder/", "1", "<D:prop>" + properties + "</D:prop>")
                        .text();
    }

    @Test
    @Proves({"S507-POST-01", "S507-GEN-04"})
    void aFormThatCannotFitIsRefusedInsteadOfContinue() throws IOException {
        String before = everything();
        try (RawClient client = server.raw()) {
            client.head(
                    "POST /folder/ HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Type: " + Form.TYPE,
                    "Content-Length: " + (ROOM + 64 * 1024),
                    "Expect: 100-continue");
            NoRoom.assertRefused(client.read(), "/folder/");
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    @Proves("S507-POST-01")
    void whatSurroundsTheFilesIsNoReasonToRefuse() {
        int available = (int) RoomView.available(server);
        Answer exact = new Form().file("a", ofLength(available)).post(dav, "/folder/");
        assertThat(exact.status()).isEqualTo(201);
        assertThat(RoomView.available(server)).isZero();
    }

    private int status(Dav.Request request) {
        return request.body(new byte[2 * ROOM]).send().status();
    }

    private Dav.Request form(String path) {
        return dav.request("POST", path).header("Content-Type", Form.TYPE);
    }

    @Test
    @Proves("S507-GEN-08")
    void lackOfRoomIsToldLast() {
        assertThat(status(form("/nothing/"))).isEqualTo(404);
        assertThat(status(form("/old.txt"))).isEqualTo(405);
        assertThat(status(dav.request("POST", "/folder/"))).isEqualTo(415);
        assertThat(status(form("/folder/").header("Origin", "null"))).isEqualTo(403);
        assertThat(status(form("/folder/").header("If-Match", "\"x\""))).isEqualTo(412);
        dav.locked("/folder/", "0");
        assertThat(status(form("/folder/"))).isEqualTo(423);
    }

    @Test
    @Proves({"S507-POST-02", "S507-GEN-05"})
    void aLaterFileThatDoesNotFitUndoesAllAndIsNamed() throws IOException {
        String before = everything();
        byte[] body = new Form()
                .file("a.txt", ofLength(600_000))
                .file("later file.txt", ofLength(600_000))
                .bytes();
        try (RawClient client = server.raw()) {
            client.head(
                    "POST /folder/ HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Type: " + Form.TYPE,
                    "Transfer-Encoding: chunked");
            client.chunk(body).lastChunk();
            Answer answer = client.read();
            NoRoom.assertRefused(answer, "/folder/later%20file.txt");
            // Of the rest, as it was before this file: what is left after the first.
            assertThat(NoRoom.condition(answer).getTextContent()).contains("399997");
        }
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    @Proves({"S507-POST-02", "S507-POST-03"})
    void aBrowserGetsAPageThatSaysWhatIsMissing() {
        Answer answer = new Form()
                .file("<b>.txt", ofLength(ROOM - 1_000))
                .file("c.txt", ofLength(60_000))
                .to(dav, "/folder/")
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .send();
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
        assertThat(answer.require("Content-Type")).startsWith("text/html");
        assertThat(answer.text())
                .contains("507 Insufficient Storage")
                .contains("/folder/c.txt")
                .contains("60,000 bytes")
                .contains("href=\"/folder/\"")
                .doesNotContain("<script")
                .doesNotContain("<b>");
        assertThat(dav.propfind("/folder/", "1").hrefs()).containsExactly("/folder/");
    }

    @Test
    @Proves("S507-POST-04")
    void aScriptGetsTheFiguresAsJson() throws IOException {
        Answer answer = new Form()
                .file("a.txt", ofLength(ROOM + 100_000))
                .to(dav, "/folder/")
                .header("Accept", "application/json")
                .send();
        assertThat(answer.statusLine()).isEqualTo("HTTP/1.1 507 Insufficient Storage");
        assertThat(answer.require("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = new JsonMapper().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(507);
        assertThat(problem.path("availableBytes").asLong()).isEqualTo(RoomView.available(server));
        assertThat(problem.path("neededBytes").asLong()).isGreaterThan(ROOM);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 149_999, 150_000, 299_999})
    @Proves({"S507-POST-02", "S507-GEN-01", "S507-GEN-05"})
    void roomThatRunsOutAtAnyByteUndoesAll(long bytes) {
        String before = everything();
        storage.failAfterBytes(bytes, FormWithoutRoomIT::full);
        Answer answer = Form.replacing()
                .file("a.txt", ofLength(150_000))
                .file("old.txt", ofLength(150_000))
                .post(dav, "/");
        storage.heal();
        assertThat(answer.status()).isEqualTo(507);
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEGIN_WRITE", "PREPARE", "COMMIT"})
    @Proves({"S507-POST-02", "S507-GEN-01", "S507-GEN-05"})
    void roomThatRunsOutAtAnyStepUndoesAll(Point point) {
        String before = everything();
        for (int nth = 1; nth <= 3; nth++) {
            storage.failAt(point, nth, FormWithoutRoomIT::full);
            Answer answer = new Form()
                    .file("a.txt", "one")
                    .file("b.txt", "two")
                    .file("c.txt", "three")
                    .post(dav, "/folder/");
            storage.heal();
            NoRoom.assertRefused(answer, "/folder/" + "abc".charAt(nth - 1) + ".txt");
            assertThat(everything()).as("%s %d", point, nth).isEqualTo(before);
        }
        assertThat(new Form().file("a.txt", "one").post(dav, "/folder/").status())
                .isEqualTo(201);
    }

    @Test
    @Proves({"S507-POST-02", "S507-GEN-05"})
    void aReplacementThatFailsTakesTheNewFilesBack() {
        String before = everything();
        storage.failOn(Point.COMMIT, ResourcePath.parse("/old.txt"), FormWithoutRoomIT::full);
        Answer answer = Form.replacing()
                .file("old.txt", "new content")
                .file("a.txt", "one")
                .file("b.txt", "two")
                .post(dav, "/");
        storage.heal();
        NoRoom.assertRefused(answer, "/old.txt");
        assertThat(everything()).isEqualTo(before);
        assertThat(dav.get("/old.txt").text()).isEqualTo("old");
    }

    @Test
    void anOutcomeThatNobodyKnowsLeavesNoNewFileEither() {
        String before = everything();
        storage.failAt(Point.COMMIT, 2, path -> new OutcomeUnknownException(path, new IOException("lost")));
        Answer answer = new Form().file("a.txt", "one").file("b.txt", "two").post(dav, "/folder/");
        storage.heal();
        assertThat(answer.status()).isEqualTo(500);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void manySmallFilesNeedNoMoreRoomThanTheyHave() {
        Form form = new Form();
        for (int i = 0; i < 900; i++) {
            form.file("f" + i, ofLength(1_000));
        }
        assertThat(form.post(dav, "/folder/").status()).isEqualTo(201);
        assertThat(dav.propfind("/folder/", "1").hrefs()).hasSize(901);
        assertThat(RoomView.available(server)).isEqualTo(ROOM - 900_003);
    }

    @Test
    void aThousandPartsAreTheMost() {
        Form form = new Form();
        for (int i = 0; i < 1_001; i++) {
            form.file("f" + i, "");
        }
        assertThat(form.post(dav, "/folder/").status()).isEqualTo(413);
        assertThat(dav.propfind("/folder/", "1").hrefs()).containsExactly("/folder/");
    }
}
