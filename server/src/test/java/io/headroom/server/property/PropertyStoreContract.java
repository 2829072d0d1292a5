package io.headroom.server.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.headroom.server.xml.PropertyName;
import io.headroom.spi.path.ResourcePath;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every property store does. */
public abstract class PropertyStoreContract {
    /** An empty store; the same one throughout a test. */
    protected abstract PropertyStore store();

    protected static ResourcePath path(String text) {
        return ResourcePath.parse(text);
    }

    protected static DeadProperty property(String localName, String value) {
        return new DeadProperty(
                new PropertyName("urn:x", localName), "<" + localName + ">" + value + "</" + localName + ">");
    }

    protected final void set(String path, DeadProperty... properties) {
        store().apply(
                        path(path),
                        Arrays.stream(properties)
                                .<PropertyChange>map(PropertyChange.Set::new)
                                .toList());
    }

    private static PropertyChange remove(String localName) {
        return new PropertyChange.Remove(new PropertyName("urn:x", localName));
    }

    @Test
    void aNewStoreIsEmpty() {
        assertThat(store().find(ResourcePath.ROOT)).isEmpty();
        assertThat(store().findMembers(ResourcePath.ROOT)).isEmpty();
        assertThat(store().anyBelow(ResourcePath.ROOT)).isFalse();
        store().delete(ResourcePath.ROOT);
        store().move(path("/a"), path("/b"));
        store().copy(path("/a"), path("/b"), true);
        assertThat(store().anyBelow(ResourcePath.ROOT)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/b", "/Grüße 100%/_'\"/😀", "/%", "/*?[", "/a\\b"})
    void whatWasSetComesBackWhole(String text) {
        DeadProperty plain = property("plain", "value");
        DeadProperty unusual = new DeadProperty(
                new PropertyName("", "näme"),
                "<näme a='1'>&lt;\n\t😀<x xmlns='urn:y'/>" + "long ".repeat(5_000) + "</näme>");
        set(text, plain, unusual);

        assertThat(store().find(path(text))).containsExactlyInAnyOrder(plain, unusual);
        assertThat(store().anyBelow(path(text))).isTrue();
        assertThat(store().find(path(text).child("other"))).isEmpty();
    }

    @Test
    void aPropertyIsNamedByNamespaceAndLocalName() {
        DeadProperty one = new DeadProperty(new PropertyName("urn:1", "p"), "<p xmlns='urn:1'/>");
        DeadProperty two = new DeadProperty(new PropertyName("urn:2", "p"), "<p xmlns='urn:2'/>");
        DeadProperty upper = new DeadProperty(new PropertyName("urn:1", "P"), "<P xmlns='urn:1'/>");
        set("/a", one, two, upper);

        assertThat(store().find(path("/a"))).containsExactlyInAnyOrder(one, two, upper);
    }

    @Test
    void pathsDifferByCaseAndByNormalForm() {
        set("/a", property("p", "lower"));
        set("/A", property("p", "upper"));
        set("/\u00e9", property("p", "composed"));
        set("/e\u0301", property("p", "decomposed"));

        assertThat(store().find(path("/A"))).containsExactly(property("p", "upper"));
        assertThat(store().find(path("/e\u0301"))).containsExactly(property("p", "decomposed"));
        assertThat(store().findMembers(ResourcePath.ROOT)).hasSize(4);
    }

    @Test
    void changesAreCarriedOutInOrder() {
        set("/a", property("kept", "1"), property("replaced", "1"), property("removed", "1"));

        store().apply(
                        path("/a"),
                        List.of(
                                new PropertyChange.Set(property("replaced", "2")),
                                remove("removed"),
                                remove("never there"),
                                new PropertyChange.Set(property("short-lived", "1")),
                                remove("short-lived"),
                                remove("back"),
                                new PropertyChange.Set(property("back", "1"))));

        assertThat(store().find(path("/a")))
                .containsExactlyInAnyOrder(property("kept", "1"), property("replaced", "2"), property("back", "1"));
    }

    @Test
    void removingTheLastPropertyLeavesNothing() {
        set("/a", property("p", "1"));

        store().apply(path("/a"), List.of(remove("p")));

        assertThat(store().find(path("/a"))).isEmpty();
        assertThat(store().anyBelow(ResourcePath.ROOT)).isFalse();
        set("/a", property("p", "2"));
        assertThat(store().find(path("/a"))).containsExactly(property("p", "2"));
    }

    @Test
    void membersAreTheDirectOnes() {
        set("/", property("p", "root"));
        set("/a", property("p", "a"), property("q", "a"));
        set("/a/b", property("p", "a/b"));
        set("/a/c", property("p", "a/c"), property("q", "a/c"));
        set("/a/c/d", property("p", "a/c/d"));
        set("/a-b", property("p", "a-b"));

        Map<String, List<DeadProperty>> members = store().findMembers(path("/a"));
        assertThat(members).containsOnlyKeys("b", "c");
        assertThat(members.get("b")).containsExactly(property("p", "a/b"));
        assertThat(members.get("c")).containsExactlyInAnyOrder(property("p", "a/c"), property("q", "a/c"));
        assertThat(store().findMembers(ResourcePath.ROOT)).containsOnlyKeys("a", "a-b");
        assertThat(store().findMembers(path("/a/b"))).isEmpty();
    }

    /** A tree with neighbours whose names sort closely around it. */
    private void plant(String root) {
        for (String text : List.of("", "/b", "/b/c", "/b/c/d", "/!", "/😀/x")) {
            set(root + text, property("p", text));
        }
    }

    private void plantNeighbours(String root) {
        for (String end : List.of("-b", ".b", "0", "b", " ", "!")) {
            set(root + end, property("p", "neighbour"));
        }
    }

    private void assertPlanted(String root) {
        for (String text : List.of("", "/b", "/b/c", "/b/c/d", "/!", "/😀/x")) {
            assertThat(store().find(path(root + text))).as(root + text).containsExactly(property("p", text));
        }
    }

    private void assertNeighbours(String root) {
        for (String end : List.of("-b", ".b", "0", "b", " ", "!")) {
            assertThat(store().find(path(root + end))).as(root + end).containsExactly(property("p", "neighbour"));
        }
    }

    @ParameterizedTest
    @CsvSource({"/a, /z", "/a, /x/y/z", "/x/y, /z", "/ä😀/y, /z", "/z, /ä😀/y", "/a, /a-c", "/a-c, /a"})
    void aMovedTreeIsElsewhereAndWhatWasThereIsGone(String source, String target) {
        plant(source);
        plantNeighbours(source);
        set(target, property("old", "target"));
        set(target + "/b", property("old", "target"));
        set(target + "/deep/er", property("old", "target"));

        store().move(path(source), path(target));

        assertPlanted(target);
        assertNeighbours(source);
        assertThat(store().anyBelow(path(source))).isFalse();
        assertThat(store().anyBelow(path(target + "/deep"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"/a, /z", "/x/y, /z", "/ä😀/y, /z", "/z, /ä😀/y", "/a, /a-c"})
    void aCopiedTreeIsInBothPlacesAndWhatWasThereIsGone(String source, String target) {
        plant(source);
        plantNeighbours(source);
        set(target, property("old", "target"));
        set(target + "/deep/er", property("old", "target"));

        store().copy(path(source), path(target), true);

        assertPlanted(source);
        assertPlanted(target);
        assertNeighbours(source);
        assertThat(store().anyBelow(path(target + "/deep"))).isFalse();
    }

    @Test
    void aCopyWithoutMembersTouchesOneResource() {
        plant("/a");
        set("/z", property("old", "target"));
        set("/z/b", property("old", "member"));

        store().copy(path("/a"), path("/z"), false);

        assertPlanted("/a");
        assertThat(store().find(path("/z"))).containsExactly(property("p", ""));
        assertThat(store().find(path("/z/b"))).containsExactly(property("old", "member"));
        store().copy(path("/a"), path("/a/inside"), false);
        assertThat(store().find(path("/a/inside"))).containsExactly(property("p", ""));
    }

    @Test
    void copyingOrMovingOntoItselfChangesNothing() {
        plant("/a");

        store().move(path("/a"), path("/a"));
        store().copy(path("/a"), path("/a"), true);
        store().copy(path("/a"), path("/a"), false);

        assertPlanted("/a");
    }

    @Test
    void aSourceWithoutPropertiesClearsTheTarget() {
        set("/other", property("p", "1"));
        set("/z", property("old", "target"));
        store().copy(path("/a"), path("/z"), false);
        assertThat(store().find(path("/z"))).isEmpty();

        set("/z/b", property("old", "target"));
        store().copy(path("/a"), path("/z"), true);
        assertThat(store().anyBelow(path("/z"))).isFalse();

        set("/z/b", property("old", "target"));
        store().move(path("/a"), path("/z"));
        assertThat(store().anyBelow(path("/z"))).isFalse();
        assertThat(store().find(path("/other"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "/x/y", "/ä😀"})
    void aDeletedTreeIsGoneAndNothingElse(String root) {
        plant(root);
        plantNeighbours(root);

        store().delete(path(root));

        assertThat(store().anyBelow(path(root))).isFalse();
        assertThat(store().find(path(root))).isEmpty();
        assertThat(store().find(path(root + "/b/c"))).isEmpty();
        assertNeighbours(root);
    }

    @Test
    void theWholeTreeCanBeDeleted() {
        set("/", property("p", "root"));
        plant("/a");

        store().delete(ResourcePath.ROOT);

        assertThat(store().anyBelow(ResourcePath.ROOT)).isFalse();
        assertThat(store().find(ResourcePath.ROOT)).isEmpty();
    }

    @Test
    void holdersAreTheResourcesWithPropertiesAndCanBeForgottenOneByOne() {
        List.of("/a", "/a/b", "/a/b/c", "/a-", "/a0/b").forEach(each -> set(each, property("p", "1")));
        set("/a/b", property("q", "2"));

        assertThat(store().holders(path("/a"))).containsExactlyInAnyOrder(path("/a"), path("/a/b"), path("/a/b/c"));
        assertThat(store().holders(path("/missing"))).isEmpty();
        store().deleteEach(List.of(path("/a"), path("/a/b"), path("/missing")));

        assertThat(store().holders(ResourcePath.ROOT))
                .containsExactlyInAnyOrder(path("/a/b/c"), path("/a-"), path("/a0/b"));
        store().deleteEach(store().holders(ResourcePath.ROOT));
        assertThat(store().anyBelow(ResourcePath.ROOT)).isFalse();
    }

    @Test
    void anyBelowLooksAtTheResourceAndItsTree() {
        set("/a/b/c", property("p", "1"));

        assertThat(store().anyBelow(ResourcePath.ROOT)).isTrue();
        assertThat(store().anyBelow(path("/a"))).isTrue();
        assertThat(store().anyBelow(path("/a/b/c"))).isTrue();
        assertThat(store().anyBelow(path("/a/b/c/d"))).isFalse();
        assertThat(store().anyBelow(path("/a/b/" + "b"))).isFalse();
        assertThat(store().anyBelow(path("/b"))).isFalse();
    }

    @Test
    void namesMayBeAsLongAsTheyLike() {
        // Noise, so that no index makes little of it.
        Random noise = new Random(7);
        String deep =
                IntStream.range(0, 20).mapToObj(i -> "/" + longName(noise)).collect(Collectors.joining());
        DeadProperty own = property(longName(noise) + longName(noise), "1");
        set("/a/b", own);

        store().move(path("/a"), path(deep));

        assertThat(store().find(path(deep + "/b"))).containsExactly(own);
        assertThat(store().anyBelow(path(deep.substring(0, deep.lastIndexOf('/')))))
                .isTrue();
        store().copy(path(deep), path("/copy"), true);
        assertThat(store().findMembers(path("/copy")).get("b")).containsExactly(own);
        store().delete(path(deep));
        assertThat(store().anyBelow(path(deep))).isFalse();
    }

    private static String longName(Random noise) {
        return noise.ints(250, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }
}
