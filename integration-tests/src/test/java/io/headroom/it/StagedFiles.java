package io.headroom.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a server on a folder has of files that are not whole yet. */
final class StagedFiles {
    private StagedFiles() {}

    /** @param folder that is served */
    static List<Path> of(Path folder) throws IOException {
        Path staging = folder.resolve(".headroom").resolve("staging");
        if (!Files.exists(staging)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(staging)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
