package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole sequences as real clients send them, up to the point where room runs out. */
final class ClientUploadsIT {
    private static final int MIB = 1 << 20;
    private static final int ROOM = MIB;

    private TestServer server;
    private Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(ROOM);
        dav = server.dav();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String windowsAttributes(String attributes) {
        return "<D:set><D:prop xmlns:m='urn:schemas-microsoft-com:'>"
                + "<m:Win32CreationTime>Sun, 06 Nov 1994 08:49:37 GMT</m:Win32CreationTime>"
                + "<m:Win32LastAccessTime>Sun, 06 Nov 1994 08:49:37 GMT</m:Win32LastAccessTime>"
                + "<m:Win32LastModifiedTime>Sun, 06 Nov 1994 08:49:37 GMT</m:Win32LastModifiedTime>"
                + "<m:Win32FileAttributes>" + attributes + "</m:Win32FileAttributes></D:prop></D:set>";
    }

    private List<String> windowsNames(String path, String token, String attributes) {
        return dav.request("PROPPATCH", path)
                .token(token)
                .update(windowsAttributes(attributes))
                .send()
                .multiStatus()
                .only()
                .names(200);
    }

    private Answer windowsLock(String path) {
        return dav.request("LOCK", path)
                .header("Timeout", "Second-3600")
                .xml("<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
                        + "<D:locktype><D:write/></D:locktype></D:lockinfo>")
                .send();
    }

    @Test
    @Proves({"EXT-MS-03", "EXT-MS-04", "S507-CON-01", "DAV-LK-06"})
    void windowsCopiesAFileInThatDoesNotFit() throws IOException {
        assertThat(dav.request("PROPFIND", "/a").header("Depth", "0").send().status())
                .isEqualTo(404);
        assertThat(dav.put("/a", "").status()).isEqualTo(201);
        Answer locked = windowsLock("/a");
        assertThat(locked.status()).isEqualTo(200);
        String token = locked.require("Lock-Token");
        assertThat(windowsNames("/a", token, "00000000")).hasSize(4);
        assertThat(dav.head("/a").status()).isEqualTo(200);
        try (RawClient client = server.raw()) {
            client.head(
                    "PUT /a HTTP/1.1",
                    "Host: " + server.authority(),
                    "Content-Length: " + 8 * MIB,
                    "If: (" + token + ")");
            client.send(new byte[8 * MIB]);
            NoRoom.assertRefused(client.read(), "/a");
        }
        assertThat(windowsNames("/a", token, "00000020")).hasSize(4);
        assertThat(dav.request("UNLOCK", "/a")
                        .header("Lock-Token", token)
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(dav.get("/a").body()).isEmpty();
    }

    @Test
    @Proves("EXT-MS-04")
    void windowsIsRefusedAtItsFirstEmptyPutWhenNothingIsLeft() {
        dav.request("PUT", "/ballast").body(new byte[ROOM]).send();
        NoRoom.assertRefused(dav.put("/a", ""), "/a");
        NoRoom.assertRefused(windowsLock("/b"), "/b");
    }

    @ParameterizedTest
    @Proves({"S507-CON-01", "S507-PUT-01"})
    @ValueSource(booleans = {false, true})
    void davfs2WritesEverythingOrWaits(boolean waits) throws IOException {
        Answer locked = dav.lock("/n", "0").header("If-None-Match", "*").send();
        assertThat(locked.status()).isEqualTo(201);
        assertThat(dav.lock("/n", "0").header("If-None-Match", "*").send().status())
                .isEqualTo(412);
        try (RawClient client = server.raw()) {
            client.send("PUT /n HTTP/1.1\r\nHost: " + server.authority() + "\r\n");
            client.send(waits ? "Expect: 100-continue\r\n" : "");
            client.head("Content-Length: " + 8 * MIB, "If: (" + locked.require("Lock-Token") + ")");
            if (!waits) {
                client.send(new byte[8 * MIB]);
            }
            NoRoom.assertRefused(client.read(), "/n");
        }
    }

    @Test
    @Proves({"QUOTA-PF-08", "S507-MOVE-01"})
    void keePassSavesWhenTheNewFileTakesTheLastByte() {
        dav.request("PUT", "/db").body(new byte[ROOM / 2]).send();
        assertThat(dav.request("PUT", "/db.tmp").body(new byte[ROOM / 2]).send().status())
                .isEqualTo(201);
        assertThat(RoomView.available(server)).isZero();
        assertThat(dav.delete("/db").status()).isEqualTo(204);
        dav.request("PUT", "/other").body(new byte[ROOM / 2]).send();
        assertThat(RoomView.available(server)).isZero();
        assertThat(dav.move("/db.tmp", "/db").status()).isEqualTo(201);
    }

    @Test
    @Proves({"S507-PUT-04", "DAV-PUT-12", "HTTP-CND-02", "HTTP-RNG-07"})
    void davx5StreamsAFileWhoseLengthItDoesNotKnow() throws IOException {
        assertThat(dav.request("PUT", "/a")
                        .header("If-None-Match", "*")
                        .body("")
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(dav.request("PUT", "/a")
                        .header("If-None-Match", "*")
                        .body("")
                        .send()
                        .status())
                .isEqualTo(412);
        Answer head = dav.head("/a");
        assertThat(head.require("Accept-Ranges")).isEqualTo("bytes");
        assertThat(head.require("Content-Length")).isEqualTo("0");
        assertThat(head.require("ETag")).startsWith("\"");
        try (RawClient client = server.raw()) {
            client.head("PUT /a HTTP/1.1", "Host: " + server.authority(), "Transfer-Encoding: chunked");
            for (int i = 0; i < 32; i++) {
                client.chunk(new byte[64 * 1024]);
            }
            client.lastChunk();
            NoRoom.assertRefused(client.read(), "/a");
        }
        assertThat(dav.head("/a").require("ETag")).isEqualTo(head.require("ETag"));
        assertThat(RoomView.available(server)).isEqualTo(ROOM);
    }

    @Test
    @Proves({"HTTP-100-01", "S507-PUT-01", "S507-PUT-05", "S507-CON-02"})
    void curlAsksBeforeItSendsMuch() throws IOException {
        String[] fits = {
            "PUT /a HTTP/1.1", "Host: " + server.authority(), "Content-Length: 600000", "Expect: 100-continue"
        };
        try (RawClient client = server.raw()) {
            client.head(fits);
            assertThat(client.read().status()).isEqualTo(100);
            client.send(new byte[600_000]);
            assertThat(client.read().status()).isEqualTo(201);
        }
        String[] tooBig = fits.clone();
        tooBig[0] = "PUT /b HTTP/1.1";
        try (RawClient client = server.raw()) {
            client.head(tooBig);
            NoRoom.assertRefused(client.read(), "/b");
            assertThat(client.isAtEnd()).isTrue();
        }
        String[] unknown = Arrays.copyOf(tooBig, 4);
        unknown[2] = "Transfer-Encoding: chunked";
        try (RawClient client = server.raw()) {
            client.head(unknown);
            assertThat(client.read().status()).isEqualTo(100);
            for (int i = 0; i < 16; i++) {
                client.chunk(new byte[64 * 1024]);
            }
            NoRoom.assertRefused(client.read(), "/b");
        }
        assertThat(dav.head("/b").status()).isEqualTo(404);
    }
}
