package io.headroom.it;

import com.unboundid.ldap.sdk.LDAPException;
import io.headroom.server.app.Setting;
import io.headroom.spi.testkit.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory and servers that ask it who people are; for tests of one theme each. All that is opened ends with the test. */
abstract class DirectoryLogins {
    static final String PATTERN = "uid={user}," + TestDirectory.PEOPLE;

    @TempDir
    static Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    final <T extends AutoCloseable> T closing(T part) {
        open.add(0, part);
        return part;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open) {
            part.close();
        }
    }

    final TestDirectory directory() throws LDAPException {
        TestDirectory directory = closing(TestDirectory.start());
        directory.person("alice", "memberOf: cn=staff," + TestDirectory.GROUPS);
        directory.person("bob");
        return directory;
    }

    /** @param more settings and their values, by turns */
    final TestServer server(String url, Object... more) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.LDAP_URL, url);
        for (int i = 0; i < more.length; i += 2) {
            settings.put((Setting) more[i], more[i + 1].toString());
        }
        return closing(TestServer.start(settings, clock -> new MemoryStorage(Storages.ROOM, clock)));
    }

    /** One that binds as whoever logs in. */
    final TestServer binding(TestDirectory directory, Object... more) {
        return server(
                directory.url(),
                Stream.concat(Stream.of(Setting.LDAP_USER_DN, PATTERN), Stream.of(more))
                        .toArray());
    }

    /** One that searches with an account of its own. */
    final TestServer searching(TestDirectory directory, Object... more) throws IOException {
        Object[] account = {
            Setting.LDAP_BASE,
            TestDirectory.PEOPLE,
            Setting.LDAP_BIND_DN,
            TestDirectory.SERVICE,
            Setting.LDAP_BIND_PASSWORD_FILE,
            Files.writeString(folder.resolve("service"), TestDirectory.SERVICE_PASSWORD + "\n")
        };
        return server(
                directory.url(),
                Stream.concat(Stream.of(account), Stream.of(more)).toArray());
    }

    static int login(TestServer server, String name, String password) {
        return server.dav()
                .as(name, password)
                .propfindBody("/", "0", "<D:propname/>")
                .status();
    }

    static String principal(TestServer server, String name, String password) {
        return server.dav()
                .as(name, password)
                .propfindBody("/", "0", "<D:prop><D:current-user-principal/></D:prop>")
                .text()
                .replaceAll("(?s).*<D:href>/.headroom/principals/(.*?)</D:href>.*", "$1");
    }
}
