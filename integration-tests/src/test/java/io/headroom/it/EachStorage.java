package io.headroom.it;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of behaviour that must be the same on every storage: a fresh server for each test. */
@ParameterizedClass
@EnumSource(Storages.class)
abstract class EachStorage {
    @Parameter
    Storages storage;

    @TempDir
    Path folder;

    TestServer server;
    Dav dav;

    @BeforeEach
    void start() {
        server = TestServer.start(storage, folder);
        dav = server.dav();
    }

    @AfterEach
    void stop() {
        server.close();
    }
}
