package io.headroom.server.web;

import io.headroom.server.exchange.ResponseBody;
import io.headroom.server.text.ByteCount;
import io.headroom.server.xml.DavNames;
import io.headroom.spi.Capacity;
import io.headroom.spi.CollectionResource;
import io.headroom.spi.FileResource;
import io.headroom.spi.Resource;
import io.headroom.spi.Storage;
import io.headroom.spi.path.ResourcePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The page that GET of a collection gives: names, sizes, dates, the room that is left and a form to upload files, all without
 * script. Thread-safe.
 */
public final class ListingPage {
    /** More than this is shown as it comes, in no order, so that no folder fills the memory. */
    private static final int MOST_SORTED = 10_000;

    private static final Comparator<Resource> FOLDERS_FIRST = Comparator.<Resource, Boolean>comparing(
                    FileResource.class::isInstance)
            .thenComparing(resource -> resource.path().name(), String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Resource::path);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String STYLE = PageStyle.BASE + """
            td:nth-child(2),th:nth-child(2){text-align:right;white-space:nowrap}
            td:nth-child(3){white-space:nowrap}
            td:first-child{overflow-wrap:anywhere}
            form{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center;margin:1rem 0}
            input,button{font:inherit}
            """;

    /** The choice before the files: fields are sent in the order of the page, and it must be known when the files come. */
    private static final String FORM = """
            <form method="post" enctype="multipart/form-data" action="%s">
            <label><input type="checkbox" name="overwrite" value="true"> Replace files of the same name</label>
            <input type="file" name="file" aria-label="Files to upload" multiple required>
            <button type="submit">Upload</button>
            </form>
            """;

    private final Storage storage;

    public ListingPage(Storage storage) {
        this.storage = storage;
    }

    /**
     * The page.
     *
     * @param members opened already, so that what fails can still have a status of its own; closed with the page
     * @param href the URL of a collection, percent-encoded
     * @param mayUpload whether the person who looks at it may add files
     */
    public ResponseBody of(
            CollectionResource collection,
            Stream<Resource> members,
            Function<ResourcePath, String> href,
            boolean mayUpload) {
        return new ResponseBody() {
            @Override
            public void writeTo(Sink sink) throws IOException {
                write(collection.path(), members, href, mayUpload, sink.stream());
            }

            @Override
            public void close() {
                members.close();
            }
        };
    }

    private void write(
            ResourcePath path,
            Stream<Resource> members,
            Function<ResourcePath, String> href,
            boolean mayUpload,
            OutputStream out)
            throws IOException {
        String title = DavNames.escaped(path.isRoot() ? "Files" : path.name());
        print(out, """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                <h1>%s</h1>
                <p>%s</p>
                %s<table>
                <thead><tr><th>Name</th><th>Size</th><th>Changed (UTC)</th></tr></thead>
                <tbody>
                """.formatted(
                        title,
                        STYLE,
                        title,
                        room(storage.capacity(path)),
                        mayUpload ? FORM.formatted(DavNames.escaped(href.apply(path))) : ""));
        if (!path.isRoot()) {
            String parent = DavNames.escaped(href.apply(path.parent()));
            print(out, "<tr><td><a href=\"" + parent + "\">..</a></td><td></td><td></td></tr>\n");
        }
        rows(members.iterator(), href, out);
        print(out, "</tbody>\n</table>\n</body>\n</html>\n");
    }

    private static void rows(Iterator<Resource> members, Function<ResourcePath, String> href, OutputStream out)
            throws IOException {
        List<Resource> first = new ArrayList<>();
        while (members.hasNext() && first.size() < MOST_SORTED) {
            first.add(members.next());
        }
        first.sort(FOLDERS_FIRST);
        for (Resource member : first) {
            print(out, row(member, href));
        }
        while (members.hasNext()) {
            print(out, row(members.next(), href));
        }
    }

    private static String row(Resource member, Function<ResourcePath, String> href) {
        boolean slash = !(member instanceof FileResource);
        String url = href.apply(member.path());
        String link = DavNames.escaped(slash ? url : url.substring(0, url.length() - 1));
        String name = DavNames.escaped(member.path().name()) + (slash ? "/" : "");
        String size = member instanceof FileResource file ? ByteCount.of(file.size()) : "";
        String time = changed(member).map(TIME::format).orElse("");
        return "<tr><td><a href=\"" + link + "\">" + name + "</a></td><td>" + size + "</td><td>" + time
                + "</td></tr>\n";
    }

    private static Optional<Instant> changed(Resource member) {
        if (member instanceof FileResource file) {
            return Optional.of(file.lastModified());
        }
        return member instanceof CollectionResource collection ? collection.lastModified() : Optional.empty();
    }

    private static String room(Capacity capacity) {
        if (capacity.availableBytes().isEmpty()) {
            return "";
        }
        long available = capacity.availableBytes().getAsLong();
        return available == 0
                ? "There is no room left: nothing new can be stored until something is deleted."
                : ByteCount.of(available) + " left.";
    }

    private static void print(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
