package io.headroom.server.app;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** YAML as it was written: each part knows its line, and a key that stands there twice is there twice. */
sealed interface YamlNode {
    /** Where it begins, counted from one. */
    int line();

    /** Text, a number, true, false, or nothing: as it is written. */
    record Scalar(String text, int line) implements YamlNode {}

    record Sequence(List<YamlNode> items, int line) implements YamlNode {}

    record Mapping(List<Member> members, int line) implements YamlNode {}

    /** @param line of the key */
    record Member(String key, YamlNode value, int line) {}

    /**
     * The first document.
     *
     * @return empty when there is nothing but comments
     * @throws com.fasterxml.jackson.core.JacksonException when it is no YAML, or there are several documents
     * @throws IOException likewise
     */
    static Optional<YamlNode> parse(byte[] yaml) throws IOException {
        // off, yes and no are words here: YAML would take them for true and false.
        YAMLFactory factory = YAMLFactory.builder()
                .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                .build();
        try (JsonParser parser = factory.createParser(yaml)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return Optional.empty();
            }
            YamlNode root = node(parser, first);
            if (parser.nextToken() != null) {
                throw new JsonParseException(
                        parser, "there is a second document after '---'", parser.currentTokenLocation());
            }
            return Optional.of(root);
        }
    }

    private static YamlNode node(JsonParser parser, JsonToken token) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        if (token == JsonToken.START_OBJECT) {
            List<Member> members = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                int keyLine = parser.currentTokenLocation().getLineNr();
                members.add(new Member(key, node(parser, parser.nextToken()), keyLine));
            }
            return new Mapping(List.copyOf(members), line);
        }
        if (token == JsonToken.START_ARRAY) {
            List<YamlNode> items = new ArrayList<>();
            JsonToken next = parser.nextToken();
            while (next != JsonToken.END_ARRAY) {
                items.add(node(parser, next));
                next = parser.nextToken();
            }
            return new Sequence(List.copyOf(items), line);
        }
        return new Scalar(token == JsonToken.VALUE_NULL ? "" : parser.getText(), line);
    }
}
