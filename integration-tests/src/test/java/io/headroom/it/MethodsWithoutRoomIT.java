package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.testkit.Proves;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** MKCOL, COPY, MOVE, PROPPATCH and LOCK where there is no room. */
final class MethodsWithoutRoomIT {
    private static final int ROOM = 100_000;

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

    private static String ofLength(int bytes) {
        return "x".repeat(bytes);
    }

    private void fill() {
        dav.put("/ballast", ofLength((int) RoomView.available(server)));
    }

    @Nested
    final class Making {
        @Test
        @Proves({"S507-MK-01", "S507-GEN-04"})
        void collectionIsNotMadeWhenNothingIsLeft() {
            fill();
            NoRoom.assertRefused(dav.mkcol("/new/"), "/new/");
            assertThat(dav.propfind("/", "1").hrefs()).containsExactly("/", "/ballast");
        }

        @Test
        @Proves({"S507-LK-01", "S507-GEN-04"})
        void lockOfAnUnmappedUrlLeavesNeitherFileNorLock() {
            fill();
            NoRoom.assertRefused(dav.lock("/new", "0").send(), "/new");
            assertThat(dav.head("/new").status()).isEqualTo(404);
            dav.delete("/ballast");
            assertThat(dav.put("/new", "no lock is in the way").status()).isEqualTo(201);
        }
    }

    @Nested
    final class Copying {
        @Test
        @Proves({"S507-COPY-01", "S507-GEN-04"})
        void fileThatDoesNotFitIsNotCopied() {
            dav.put("/big", ofLength(60_000));
            Answer answer = dav.copy("/big", "/second%20one");
            NoRoom.assertRefused(answer, "/second%20one");
            assertThat(dav.head("/second%20one").status()).isEqualTo(404);
            assertThat(RoomView.available(server)).isEqualTo(ROOM - 60_000);
        }

        @Test
        @Proves({"S507-COPY-02", "S507-GEN-04"})
        void treeWhoseSumDoesNotFitIsRefusedAsAWhole() {
            dav.mkcol("/tree");
            for (String name : List.of("a", "b", "c")) {
                dav.put("/tree/" + name, ofLength(20_000));
            }
            Answer answer = dav.copy("/tree/", "/copy/");
            assertThat(answer.status()).isEqualTo(507);
            assertThat(NoRoom.body(answer).only().href()).isEqualTo("/copy/");
            assertThat(NoRoom.condition(answer).getTextContent()).startsWith("60000" + (ROOM - 60_000) + "20000");
            assertThat(dav.propfind("/", "1").hrefs()).containsExactly("/", "/tree/");
            assertThat(RoomView.available(server)).isEqualTo(ROOM - 60_000);
        }

        @Test
        @Proves({"S507-MOVE-04", "S507-COPY-02"})
        void oldTargetIsStillThereAfterwards() {
            dav.mkcol("/tree");
            dav.put("/tree/a", ofLength(50_000));
            dav.mkcol("/target");
            dav.put("/target/old", ofLength(20_000));
            dav.put("/small", "small");
            dav.setProperty("/target/old", "colour", "red");

            assertThat(dav.copy("/tree/", "/target/").status()).isEqualTo(507);
            NoRoom.assertRefused(dav.copy("/tree/a", "/small"), "/small");

            assertThat(dav.get("/target/old").body()).hasSize(20_000);
            assertThat(dav.propfind("/target/old", "0", "<x:colour/>").only().text("{urn:x}colour"))
                    .isEqualTo("red");
            assertThat(dav.get("/small").text()).isEqualTo("small");
        }

        @Test
        @Proves("S507-COPY-04")
        void emptyCollectionIsNotCopiedWhenNothingIsLeft() {
            dav.mkcol("/tree");
            fill();
            assertThat(dav.request("COPY", "/tree/")
                            .header("Depth", "0")
                            .destination("/copy/")
                            .send()
                            .status())
                    .isEqualTo(507);
            assertThat(dav.copy("/tree/", "/copy/").status()).isEqualTo(507);
            assertThat(dav.head("/copy/").status()).isEqualTo(404);
        }
    }

    @Nested
    final class Moving {
        @Test
        @Proves({"S507-MOVE-01", "S507-GEN-09"})
        void treeMovesWithNothingLeft() {
            dav.mkcol("/tree");
            dav.put("/tree/a", ofLength(30_000));
            dav.setProperty("/tree/a", "colour", "red");
            dav.mkcol("/target");
            fill();
            assertThat(RoomView.available(server)).isZero();
            assertThat(dav.move("/tree/", "/target/tree/").status()).isEqualTo(201);
            assertThat(dav.move("/target/tree/a", "/a").status()).isEqualTo(201);
            assertThat(dav.propfind("/a", "0", "<x:colour/>").only().text("{urn:x}colour"))
                    .isEqualTo("red");
        }
    }

    @Nested
    final class Describing {
        @Test
        @Proves({"S507-PP-01", "S507-GEN-05"})
        void propertyWithoutRoomSays507AndTheOthersDependOnIt() {
            dav.put("/file", "x");
            dav.setProperty("/file", "colour", "red");
            fill();
            Answer answer = dav.proppatch(
                    "/file",
                    "<D:remove><D:prop><x:colour/></D:prop></D:remove>"
                            + "<D:set><D:prop><x:shape>round</x:shape></D:prop></D:set>");
            MultiStatusView.Response response = answer.multiStatus().only();
            assertThat(response.status("{urn:x}shape")).isEqualTo(507);
            assertThat(response.of("{urn:x}shape").orElseThrow().conditions()).containsExactly("sufficient-disk-space");
            assertThat(response.status("{urn:x}colour")).isEqualTo(424);
            assertThat(answer.text()).contains("<D:responsedescription>Not stored:");
            MultiStatusView.Response after =
                    dav.propfind("/file", "0", "<x:colour/><x:shape/>").only();
            assertThat(after.text("{urn:x}colour")).isEqualTo("red");
            assertThat(after.status("{urn:x}shape")).isEqualTo(404);
        }

        @Test
        @Proves({"S507-PP-03", "S507-GEN-09"})
        void smallAttributesOfWindowsAreNotRefused() {
            dav.put("/file", "x");
            fill();
            MultiStatusView.Response response = dav.proppatch(
                            "/file",
                            "<D:set><D:prop xmlns:m='urn:schemas-microsoft-com:'>"
                                    + "<m:Win32CreationTime>Sun, 06 Nov 1994 08:49:37 GMT</m:Win32CreationTime>"
                                    + "<m:Win32LastModifiedTime>Sun, 06 Nov 1994 08:49:37 GMT</m:Win32LastModifiedTime>"
                                    + "<m:Win32FileAttributes>00000020</m:Win32FileAttributes></D:prop></D:set>")
                    .multiStatus()
                    .only();
            assertThat(response.names(200)).hasSize(3);
            assertThat(dav.head("/file").require("Last-Modified")).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        }
    }
}
