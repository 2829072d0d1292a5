package io.headroom.server.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headroom.spi.SettingsException;
import io.headroom.spi.error.InsufficientStorageException.Reason;
import io.headroom.spi.testkit.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    @ParameterizedTest
    @Proves("S507-BODY-05")
    @CsvSource(
            delimiter = '|',
            value = {
                "de | de",
                "de-CH | de",
                "DE | de",
                "de-CH, en;q=0.9 | de",
                "en, de | en",
                "en;q=0.5, de;q=0.8 | de",
                "fr, de;q=0.1 | de",
                "fr | en",
                "* | en",
                "de;q=0 | en",
                "de;q=0, * | en",
                "'' | en",
                "de;q=loud | en",
                ";;;,,, | en",
                "deutsch_bitte! | en",
            })
    void theBestLanguageThatIsHereIsSpoken(String header, String language) {
        assertThat(Messages.builtIn().in(header).languageTag()).isEqualTo(language);
    }

    @Test
    void noWishAndALongOneGetEnglish() {
        assertThat(Messages.builtIn().in(null).languageTag()).isEqualTo("en");
        assertThat(Messages.builtIn().in("de," + "x,".repeat(300)).languageTag())
                .isEqualTo("en");
    }

    @Test
    void everyLanguageHasEveryPhraseWithTheSamePlaceholders() {
        for (Locale locale : MessageFiles.builtIn().locales()) {
            assertThat(MessageFiles.builtIn().of(locale).keySet())
                    .as("%s", locale)
                    .containsExactlyInAnyOrder(Phrase.values());
        }
    }

    @Test
    @Proves("S507-BODY-05")
    void aFolderOverridesSingleKeysAndBringsLanguages(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("messages.properties"), "room.limit.volume=Our disk is full.\n");
        Files.writeString(
                folder.resolve("messages_de_AT.properties"), "room.limit.volume=Die Platte is voll, eh klar.\n");
        Files.writeString(
                folder.resolve("messages_fr.properties"), "room.headline=Pas enregistré : il n’y a plus de place.\n");
        Messages messages = Messages.of(MessageFiles.over(folder), "admin@example.org");
        assertThat(room(messages.in("en"))).contains("Our disk is full.").contains("ask admin@example.org for");
        assertThat(room(messages.in("de-AT"))).startsWith("Nicht gespeichert:").contains("eh klar");
        assertThat(room(messages.in("de"))).contains("Mehr Platz hat der Datenträger dieses Servers nicht.");
        assertThat(room(messages.in("fr-CA")))
                .startsWith("Pas enregistré : il n’y a plus de place.")
                .contains("Our disk is full.");
        assertThat(messages.languageTags()).containsExactly("de", "de-AT", "en", "fr");
    }

    private static String room(Texts texts) {
        return RoomMessage.of(Shortages.unknown(Reason.DISK_FULL), texts).text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages.properties | room.headlin=x | messages.properties has the key 'room.headlin', which does not exist.",
                "messages_fr.properties | room.headline={nedeed} | 'room.headline' has the placeholder {nedeed}, which",
                "messages.properties | room.headline.bytes={needed | 'room.headline.bytes' has a brace without its partner.",
                "messages.properties | room.headline.bytes=needed} | 'room.headline.bytes' has a brace without its partner.",
                "messages.properties | room.headline=\\u12 | can't be read as UTF-8 properties",
                "messages-fr.properties | room.headline=x | must be named messages.properties or",
            })
    void whatCantBeSaidIsRefusedAtTheStart(String name, String line, String sentence, @TempDir Path folder)
            throws Exception {
        Files.writeString(folder.resolve(name), line + "\n");
        assertThatThrownBy(() -> MessageFiles.over(folder))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining(name);
    }

    @Test
    void aFolderThatIsNotThereIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> MessageFiles.over(folder.resolve("none")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("none can't be read");
    }

    @Test
    void valuesAreNoTemplates() {
        Texts texts = Messages.of(MessageFiles.builtIn(), "{missing} $1 \\").english();
        assertThat(room(texts)).contains("ask {missing} $1 \\ for a larger disk");
    }

    @Test
    void numbersLookAsTheLanguageWritesThem() {
        Texts english = Messages.builtIn().english();
        Texts german = Messages.builtIn().in("de");
        assertThat(english.bytes(0)).isEqualTo("0 bytes");
        assertThat(english.bytes(1)).isEqualTo("1 byte");
        assertThat(english.bytes(1023)).isEqualTo("1,023 bytes");
        assertThat(english.bytes(1536)).isEqualTo("1.5 KiB");
        assertThat(english.bytes(Long.MAX_VALUE)).isEqualTo("8.0 EiB");
        assertThat(german.bytes(1536)).isEqualTo("1,5 KiB");
        assertThat(german.exactBytes(1536)).isEqualTo("1.536 Byte");
    }
}
