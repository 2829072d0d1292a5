package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.Proves;
import io.headroom.spi.testkit.SmallVolume;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What PROPFIND shows as available is what one PUT can get, to the byte, on real file systems (docs/capacity.md). The figure is
 * a whole number of blocks less what the file system may need beside the content, so the file has no last block in part.
 */
@ParameterizedClass
@EnumSource(ExactFitIT.Volume.class)
final class ExactFitIT {
    /** Volumes whose figures are about all there is to know; a quota of btrfs or a lack of inodes can't be asked for. */
    enum Volume {
        TMPFS {
            @Override
            SmallVolume mount() throws IOException {
                return SmallVolume.tmpfs("size=48m");
            }
        },
        /** Blocks of 1 KiB, as small volumes have. */
        EXT4 {
            @Override
            SmallVolume mount() throws IOException {
                return SmallVolume.ext4(48);
            }
        },
        /** Blocks of 4 KiB, as large volumes have. */
        EXT4_OF_LARGE_BLOCKS {
            @Override
            SmallVolume mount() throws IOException {
                return SmallVolume.ext4(48, "-b", "4096");
            }
        },
        BTRFS {
            @Override
            SmallVolume mount() throws IOException {
                return SmallVolume.btrfs(128);
            }
        };

        abstract SmallVolume mount() throws IOException;
    }

    private static final int PIECES = 300;

    /** In bytes; so far may a figure be off in a directory that grew, and on btrfs. */
    private static final int SLACK = 200_000;

    private static SmallVolume volume;

    @Parameter
    Volume kind;

    private TestServer server;
    private Dav dav;

    @BeforeParameterizedClassInvocation
    static void mount(Volume kind) throws IOException {
        Needs.root();
        // SQLite's library stays loaded from where the first server of this process unpacked it: not on the volume.
        TestServer.start().close();
        volume = kind.mount();
    }

    @AfterParameterizedClassInvocation
    static void unmount() throws IOException {
        volume.close();
    }

    private void serve(String floor) {
        server = TestServer.serve(volume.directory(), Map.of(Setting.FLOOR, floor));
        dav = server.dav();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        volume.empty();
    }

    private Answer put(String path, long bytes) {
        return dav.request("PUT", path).body(content(bytes)).send();
    }

    private Answer putChunked(String path, long bytes) throws IOException {
        byte[] content = content(bytes);
        try (RawClient client = server.raw()) {
            client.head("PUT " + path + " HTTP/1.1", "Host: " + server.authority(), "Transfer-Encoding: chunked");
            client.chunk(content).lastChunk();
            return client.read();
        }
    }

    private static byte[] content(long bytes) {
        byte[] content = new byte[Math.toIntExact(bytes)];
        Arrays.fill(content, (byte) 'x');
        return content;
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1%"})
    @Proves({"QUOTA-PF-10", "QUOTA-PF-05", "QUOTA-PF-08", "S507-PUT-02", "S507-PUT-04"})
    void availableIsWhatAPutGetsAndNotAByteMore(String floor) throws IOException {
        serve(floor);
        dav.put("/small", "x".repeat(10_000));
        for (int round = 0; round < 2; round++) {
            long available = RoomView.available(server);
            assertThat(available).isGreaterThan(20L << 20);
            NoRoom.assertRefused(put("/exactly", available + 1), "/exactly");
            assertThat(put("/exactly", available).status()).isEqualTo(201);
            assertThat(dav.head("/exactly").require("Content-Length")).isEqualTo("" + available);
            // What was kept back for the file system may be left over, in part.
            assertThat(RoomView.available(server)).isLessThan(SLACK);
            assertThat(dav.delete("/exactly").status()).isEqualTo(204);
            assertThat(RoomView.available(server)).isBetween(available - SLACK, available + SLACK);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1%"})
    @Proves({"QUOTA-PF-10", "S507-PUT-04"})
    void uploadWithoutALengthGetsAllOfIt(String floor) throws IOException {
        serve(floor);
        long available = RoomView.available(server);
        if (kind != Volume.BTRFS || floor.equals("0")) {
            // btrfs counts an upload's bytes when the file ends: one that doesn't say how long it is may go below the
            // floor there.
            NoRoom.assertRefused(putChunked("/chunked", available + (1 << 20)), "/chunked");
            assertThat(RoomView.available(server)).isBetween(available - SLACK, available + SLACK);
        }
        assertThat(putChunked("/chunked", available).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = "0")
    @Proves("QUOTA-PF-10")
    void ofAVolumeInPiecesToo(String floor) throws IOException {
        serve(floor);
        for (int i = 0; i < PIECES; i++) {
            dav.put("/piece" + i, "x".repeat(16_384));
        }
        for (int i = 0; i < PIECES; i += 2) {
            dav.delete("/piece" + i);
        }
        long available = RoomView.available(server);
        assertThat(put("/exactly", available).status()).isEqualTo(201);
        assertThat(dav.get("/piece1").body()).hasSize(16_384);
    }
}
