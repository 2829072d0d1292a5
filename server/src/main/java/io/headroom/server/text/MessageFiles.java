package io.headroom.server.text;

import io.headroom.spi.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sentences as they were written down, by language: what is built in, and over it single keys of a folder's files.
 *
 * <p>{@code messages.properties} is English, {@code messages_fr.properties} French, {@code messages_pt_BR.properties} that of
 * Brazil. All in UTF-8.
 */
public final class MessageFiles {
    private static final Pattern NAME = Pattern.compile("messages(?:_([a-z]{2,3}(?:_[A-Z]{2})?))?\\.properties");

    private final Map<Locale, Map<Phrase, Template>> byLocale = new HashMap<>();

    private MessageFiles() {}

    /** English and German. */
    public static MessageFiles builtIn() {
        MessageFiles files = new MessageFiles();
        files.addResource("messages.properties", Locale.ENGLISH);
        files.addResource("messages_de.properties", Locale.GERMAN);
        return files;
    }

    /**
     * What is built in, with the keys of a folder's files over it.
     *
     * @throws SettingsException naming file and key, when a file can't be read or holds what can't be said
     */
    public static MessageFiles over(Path folder) {
        MessageFiles files = builtIn();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.properties")) {
            for (Path file : entries) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (!name.matches()) {
                    throw new SettingsException(
                            "The file " + file
                                    + " must be named messages.properties or, with its language, such as messages_fr.properties.");
                }
                files.addFile(file, locale(name.group(1)));
            }
        } catch (IOException e) {
            throw new SettingsException("The folder of messages " + folder + " can't be read.", e);
        }
        return files;
    }

    private static Locale locale(@Nullable String suffix) {
        return suffix == null ? Locale.ENGLISH : Locale.forLanguageTag(suffix.replace('_', '-'));
    }

    private void addFile(Path file, Locale locale) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingsException("The file " + file + " can't be read as UTF-8 properties.", e);
        }
        add(file.toString(), properties, locale);
    }

    private void addResource(String name, Locale locale) {
        Properties properties = new Properties();
        try (InputStream stream = Objects.requireNonNull(MessageFiles.class.getResourceAsStream(name), name)) {
            properties.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("a part of the program can't be read", e);
        }
        add(name, properties, locale);
    }

    private void add(String file, Properties properties, Locale locale) {
        Map<Phrase, Template> phrases = byLocale.computeIfAbsent(locale, unused -> new HashMap<>());
        for (String key : properties.stringPropertyNames()) {
            Phrase phrase = Phrase.find(key)
                    .orElseThrow(() -> new SettingsException(
                            "The file " + file + " has the key '" + key + "', which does not exist."));
            try {
                phrases.put(phrase, Template.parse(properties.getProperty(key), phrase.placeholders()));
            } catch (IllegalArgumentException e) {
                throw new SettingsException(
                        "In the file " + file + " the key '" + key + "' " + e.getMessage() + ".", e);
            }
        }
    }

    Set<Locale> locales() {
        return byLocale.keySet();
    }

    /** What was written for exactly this language; nothing for one that is not here. */
    Map<Phrase, Template> of(Locale locale) {
        return byLocale.getOrDefault(locale, Map.of());
    }
}
