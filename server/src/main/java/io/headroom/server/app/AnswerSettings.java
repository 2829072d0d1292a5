package io.headroom.server.app;

import io.headroom.server.answer.RoomRoot;
import io.headroom.server.text.MessageFiles;
import io.headroom.server.text.Messages;
import io.headroom.spi.SettingsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * How refusals are told.
 *
 * @param roomRoot the root of a 507 in XML
 * @param messages the folder of files that say single sentences in other words
 * @param contact whom users ask for more room; empty for nobody in particular
 */
public record AnswerSettings(RoomRoot roomRoot, Optional<Path> messages, String contact) {
    /** It stands in every refusal. */
    private static final int LONGEST_CONTACT = 200;

    /** @throws SettingsException with the place, the key and a sentence for people */
    static AnswerSettings read(SettingValues values) {
        return new AnswerSettings(
                RoomRoot.valueOf(values.choice(Setting.ROOM_ANSWER, "multistatus", "error", "auto")
                        .toUpperCase(Locale.ROOT)),
                values.path(Setting.MESSAGES),
                values.parsed(Setting.CONTACT, AnswerSettings::contact));
    }

    private static String contact(String text) {
        if (text.length() > LONGEST_CONTACT || text.chars().anyMatch(Character::isISOControl)) {
            throw new SettingsException(
                    "The setting 'contact' must be one line of at most " + LONGEST_CONTACT + " characters.");
        }
        return text;
    }

    /**
     * Reads the files.
     *
     * @throws SettingsException when one can't be used
     */
    Messages load() {
        return Messages.of(messages.map(MessageFiles::over).orElseGet(MessageFiles::builtIn), contact);
    }
}
