package io.headroom.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.metadata.MetadataSettings;
import io.headroom.server.metadata.StatementFaults;
import io.headroom.spi.testkit.MemoryStorage;
import io.headroom.spi.testkit.MutableClock;
import io.headroom.spi.testkit.Proves;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The database has no room at each statement and each commit of each method, once or from then on: 507 with all as it was, or, for
 * what only needs the reserve, done.
 */
final class FullDatabaseIT {
    private static final String LOCKINFO = "<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:exclusive/></D:lockscope>"
            + "<D:locktype><D:write/></D:locktype></D:lockinfo>";
    private static final int MOST_STATEMENTS = 20;

    private static final StatementFaults FAULTS = new StatementFaults();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static Path location;
    private static HeadroomServer server;
    private static int cases;

    private String folder;
    private String token;

    @BeforeAll
    static void start(@TempDir Path state) {
        location = state.resolve("not-made");
        MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
        ServerConfig config = ServerConfig.of(location, Map.of(Setting.PORT, "0", Setting.INFINITE_DEPTH, "true"));
        server = ServerAssembly.open(
                config,
                new MemoryStorage(1 << 20, clock),
                MetadataSettings.file(state.resolve("metadata.db"), false),
                FAULTS::open,
                clock);
    }

    @AfterAll
    static void stop() {
        server.close();
        assertThat(location).as("the place of a storage that has none").doesNotExist();
    }

    /** Everything that writes to the database; each in a folder of its own. */
    enum Request {
        PROPPATCH_SET {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.proppatch("file", "<D:set><D:prop><x:colour>new</x:colour><x:q>1</x:q></D:prop></D:set>");
            }
        },
        PROPPATCH_SET_AND_REMOVE {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.proppatch(
                        "file",
                        "<D:remove><D:prop><x:colour/></D:prop></D:remove><D:set><D:prop><x:q>1</x:q></D:prop></D:set>");
            }
        },
        PROPPATCH_REMOVE {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.proppatch("file", "<D:remove><D:prop><x:colour/></D:prop></D:remove>");
            }
        },
        LOCK {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("LOCK", "file", LOCKINFO);
            }
        },
        LOCK_UNMAPPED {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("LOCK", "unmapped", LOCKINFO);
            }
        },
        LOCK_REFRESH {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("LOCK", "locked", "", "If", "(<" + test.token + ">)");
            }
        },
        UNLOCK {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("UNLOCK", "locked", "", "Lock-Token", "<" + test.token + ">");
            }
        },
        COPY {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("COPY", "file", "", "Destination", test.path("copy"));
            }
        },
        COPY_OVER {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("COPY", "file", "", "Destination", test.path("other"));
            }
        },
        COPY_TREE_OVER {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("COPY", "tree/", "", "Destination", test.path("target/"));
            }
        },
        MOVE {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("MOVE", "file", "", "Destination", test.path("moved"));
            }
        },
        MOVE_OVER {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("MOVE", "file", "", "Destination", test.path("other"));
            }
        },
        MOVE_TREE_OVER {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("MOVE", "tree/", "", "Destination", test.path("target/"));
            }
        },
        DELETE {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("DELETE", "file", "");
            }
        },
        DELETE_LOCKED_TREE {
            @Override
            HttpResponse<String> send(FullDatabaseIT test) throws Exception {
                return test.send("DELETE", "", "", "If", "<" + test.path("locked") + "> (<" + test.token + ">)");
            }
        };

        abstract HttpResponse<String> send(FullDatabaseIT test) throws Exception;

        /** Whether it must go through on a full disk, with the room that is kept back for that. */
        boolean needsNoRoom() {
            return switch (this) {
                case PROPPATCH_REMOVE,
                        LOCK_REFRESH,
                        UNLOCK,
                        MOVE,
                        MOVE_OVER,
                        MOVE_TREE_OVER,
                        DELETE,
                        DELETE_LOCKED_TREE -> true;
                case PROPPATCH_SET, PROPPATCH_SET_AND_REMOVE, LOCK, LOCK_UNMAPPED, COPY, COPY_OVER, COPY_TREE_OVER ->
                    false;
            };
        }
    }

    private String path(String name) {
        return folder + name;
    }

    private HttpResponse<String> send(String method, String name, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.url()).resolve(path(name)))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> proppatch(String name, String instructions) throws Exception {
        return send(
                "PROPPATCH",
                name,
                "<D:propertyupdate xmlns:D='DAV:' xmlns:x='urn:x'>" + instructions + "</D:propertyupdate>");
    }

    private void make() throws Exception {
        folder = "/" + cases++ + "/";
        send("MKCOL", "", "");
        for (String collection : new String[] {"tree/", "tree/sub/", "target/"}) {
            send("MKCOL", collection, "");
        }
        for (String file : new String[] {"file", "other", "locked", "tree/a", "tree/sub/b", "target/a", "target/c"}) {
            send("PUT", file, file);
            proppatch(file, "<D:set><D:prop><x:colour>of " + file + "</x:colour></D:prop></D:set>");
        }
        Matcher found = Pattern.compile("urn:uuid:[-0-9a-f]+")
                .matcher(send("LOCK", "locked", LOCKINFO).body());
        assertThat(found.find()).isTrue();
        token = found.group();
    }

    /** All that a client can see in the folder. */
    private String everything() throws Exception {
        return send(
                        "PROPFIND",
                        "",
                        "<D:propfind xmlns:D='DAV:' xmlns:x='urn:x'><D:prop><D:getetag/><D:getcontentlength/>"
                                + "<D:lockdiscovery/><x:colour/><x:q/></D:prop></D:propfind>",
                        "Depth",
                        "infinity")
                .body();
    }

    private static boolean isRefused(HttpResponse<String> answer) {
        return answer.statusCode() == 507
                || (answer.statusCode() == 207 && answer.body().contains("HTTP/1.1 507 Insufficient Storage"));
    }

    @ParameterizedTest
    @EnumSource(Request.class)
    @Proves({
        "S507-GEN-01",
        "S507-GEN-05",
        "S507-GEN-09",
        "S507-PP-01",
        "S507-LK-01",
        "S507-LK-02",
        "S507-COPY-01",
        "S507-MOVE-04"
    })
    void eachStatementThatFailsOnceIsARefusalThatChangesNothing(Request request) throws Exception {
        int tried = 0;
        for (int nth = 1; nth <= MOST_STATEMENTS; nth++) {
            make();
            String before = everything();
            long chosen = nth;
            FAULTS.failWhen(call -> call == chosen);
            HttpResponse<String> answer = request.send(this);
            boolean failed = FAULTS.failures() > 0;
            FAULTS.heal();
            if (!failed) {
                break;
            }
            tried++;
            if (request.needsNoRoom() || !isRefused(answer)) {
                // With the reserve's room it went through.
                assertThat(answer.statusCode())
                        .as("%s, statement %d", request, nth)
                        .isBetween(200, 207);
                assertThat(isRefused(answer))
                        .as("%s, statement %d", request, nth)
                        .isFalse();
                continue;
            }
            assertThat(everything()).as("%s, statement %d", request, nth).isEqualTo(before);
            HttpResponse<String> again = request.send(this);
            assertThat(again.statusCode()).as("%s, with room", request).isBetween(200, 207);
            assertThat(isRefused(again)).isFalse();
        }
        assertThat(tried).isBetween(1, MOST_STATEMENTS - 1);
    }

    @ParameterizedTest
    @EnumSource(Request.class)
    @Proves({"S507-GEN-01", "S507-GEN-05", "S507-PP-02"})
    void databaseThatTakesNothingAtAllIsA507Too(Request request) throws Exception {
        make();
        String before = everything();
        FAULTS.failWhen(call -> true);
        HttpResponse<String> answer = request.send(this);
        FAULTS.heal();
        if (request == Request.UNLOCK) {
            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(send("PUT", "locked", "free").statusCode()).isEqualTo(204);
            return;
        }
        if (request == Request.DELETE || request == Request.DELETE_LOCKED_TREE) {
            // What is left in the database belongs to no file, and goes when the name is used again.
            assertThat(answer.statusCode()).isEqualTo(204);
            send("MKCOL", "", "");
            send("PUT", "file", "new");
            assertThat(everything()).doesNotContain("of file").contains("file");
            return;
        }
        assertThat(isRefused(answer)).as("%s: %s", request, answer.statusCode()).isTrue();
        assertThat(everything()).isEqualTo(before);
        assertThat(request.send(this).statusCode()).isBetween(200, 207);
    }
}
