package io.headroom.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.spi.CollectionResource;
import io.headroom.spi.Resource;
import io.headroom.spi.StorageSettings;
import io.headroom.spi.path.ResourcePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys become members, wherever a page ends. */
class MembersTest {
    private static final S3Keys KEYS = new S3Keys(S3Settings.from(new StorageSettings(Map.of("bucket", "b-1"))));

    private static StoredObject object(String key) {
        return new StoredObject(key, 1, "e", Instant.EPOCH);
    }

    /** Pages of the given size, as a store would give them without a delimiter. */
    private static KeyListing flat(List<String> keys, int page) {
        List<ObjectPage> pages = new ArrayList<>();
        for (int from = 0; from == 0 || from < keys.size(); from += page) {
            int end = Math.min(keys.size(), from + page);
            pages.add(new ObjectPage(
                    keys.subList(from, end).stream().map(MembersTest::object).toList(),
                    List.of(),
                    end < keys.size() ? Optional.of("" + (pages.size() + 1)) : Optional.empty()));
        }
        return new KeyListing(pages.get(0), next -> pages.get(Integer.parseInt(next)));
    }

    private static List<String> members(KeyListing listing) {
        List<String> members = new ArrayList<>();
        new Members(listing, KEYS, ResourcePath.ROOT).forEachRemaining(member -> members.add(text(member)));
        return members;
    }

    private static String text(Resource member) {
        return member.path() + (member instanceof CollectionResource ? "/" : "");
    }

    @Test
    void theOrderOfKeysIsThatOfTheirBytes() {
        assertThat(List.of("\uFF5E", "\uD83D\uDE00", "a", "a/", "a.txt", "a0", "B", "a\u0300"))
                .satisfies(keys -> {
                    List<String> sorted = new ArrayList<>(keys);
                    sorted.sort(KeyOrder.INSTANCE);
                    assertThat(sorted)
                            .containsExactly("B", "a", "a.txt", "a/", "a0", "a\u0300", "\uFF5E", "\uD83D\uDE00");
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void anyTreeComesOutWhole(int page) {
        Random random = new Random(page);
        for (int round = 0; round < 200; round++) {
            Set<String> keys = new TreeSet<>(KeyOrder.INSTANCE);
            for (int i = 0; i < 12; i++) {
                keys.add(randomKey(random));
            }
            List<String> members = members(flat(List.copyOf(keys), page));
            assertThat(members)
                    .as("%s", keys)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(expected(keys));
            Set<String> seen = new HashSet<>(Set.of("/"));
            for (String member : members) {
                String bare = member.endsWith("/") ? member.substring(0, member.length() - 1) : member;
                assertThat(seen)
                        .as("%s before %s", members, member)
                        .contains(bare.substring(0, bare.lastIndexOf('/') + 1));
                seen.add(member);
            }
        }
    }

    /** Names that sort on both sides of the slash, so that everything gets in each other's way. */
    private static String randomKey(Random random) {
        String[] names = {"a", "a!", "a.b", "a0", "b"};
        StringBuilder key = new StringBuilder(names[random.nextInt(names.length)]);
        for (int depth = random.nextInt(3); depth > 0; depth--) {
            key.append('/').append(names[random.nextInt(names.length)]);
        }
        return random.nextInt(4) == 0 ? key.append('/').toString() : key.toString();
    }

    private static Set<String> expected(Set<String> keys) {
        Set<String> collections = new HashSet<>();
        Set<String> files = new HashSet<>();
        for (String key : keys) {
            for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
                collections.add("/" + key.substring(0, slash + 1));
            }
            if (!key.endsWith("/")) {
                files.add("/" + key);
            }
        }
        files.removeIf(file -> collections.contains(file + "/"));
        files.addAll(collections);
        return files;
    }

    @Test
    void aPrefixThatIsToldAgainIsOneMember() {
        ObjectPage second = new ObjectPage(List.of(object("c")), List.of("a/", "b/", "d/"), Optional.empty());
        ObjectPage first = new ObjectPage(List.of(object("a")), List.of("a/", "b/"), Optional.of("2"));
        assertThat(members(new KeyListing(first, next -> second))).containsExactly("/a/", "/b/", "/c", "/d/");
    }

    @Test
    void anEmptyPageIsNotTheEnd() {
        ObjectPage second = new ObjectPage(List.of(object("x")), List.of(), Optional.empty());
        ObjectPage first = new ObjectPage(List.of(), List.of(), Optional.of("2"));
        assertThat(members(new KeyListing(first, next -> second))).containsExactly("/x");
    }
}
