package io.headroom.server.app;

import io.headroom.server.answer.RoomRoot;
import io.headroom.server.text.MessageFiles;
import io.headroom.server.text.Messages;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How refusals are told.
 *
 * @param roomRoot the root of a 507 in XML
 * @param messages the folder of files that say single sentences in other words
 * @param contact whom users ask for more room; empty for nobody in particular
 */
public record AnswerSettings(RoomRoot roomRoot, Optional<Path> messages, String contact) {
    /**
     * Reads the files.
     *
     * @throws io.headroom.spi.SettingsException when one can't be used
     */
    Messages load() {
        return Messages.of(messages.map(MessageFiles::over).orElseGet(MessageFiles::builtIn), contact);
    }
}
