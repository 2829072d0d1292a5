package io.headroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPut;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.util.EntityUtils;
import org.apache.jackrabbit.webdav.DavConstants;
import org.apache.jackrabbit.webdav.DavException;
import org.apache.jackrabbit.webdav.MultiStatusResponse;
import org.apache.jackrabbit.webdav.client.methods.BaseDavRequest;
import org.apache.jackrabbit.webdav.client.methods.HttpCopy;
import org.apache.jackrabbit.webdav.client.methods.HttpDelete;
import org.apache.jackrabbit.webdav.client.methods.HttpLock;
import org.apache.jackrabbit.webdav.client.methods.HttpMkcol;
import org.apache.jackrabbit.webdav.client.methods.HttpMove;
import org.apache.jackrabbit.webdav.client.methods.HttpOptions;
import org.apache.jackrabbit.webdav.client.methods.HttpPropfind;
import org.apache.jackrabbit.webdav.client.methods.HttpProppatch;
import org.apache.jackrabbit.webdav.client.methods.HttpUnlock;
import org.apache.jackrabbit.webdav.lock.ActiveLock;
import org.apache.jackrabbit.webdav.lock.LockDiscovery;
import org.apache.jackrabbit.webdav.lock.LockInfo;
import org.apache.jackrabbit.webdav.lock.Scope;
import org.apache.jackrabbit.webdav.lock.Type;
import org.apache.jackrabbit.webdav.property.DavPropertyName;
import org.apache.jackrabbit.webdav.property.DavPropertyNameSet;
import org.apache.jackrabbit.webdav.property.DavPropertySet;
import org.apache.jackrabbit.webdav.property.DefaultDavProperty;
import org.apache.jackrabbit.webdav.xml.Namespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ordinary life of files with Apache Jackrabbit's client, which has its own idea of every answer. */
final class JackrabbitClientIT {
    private static final DavPropertyName COLOUR = DavPropertyName.create("colour", Namespace.getNamespace("urn:x"));
    private static final long MILLIS = 600_000;

    private TestServer server;
    private CloseableHttpClient client;

    @BeforeEach
    void start() {
        server = TestServer.start();
        client = HttpClients.createDefault();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private String url(String path) {
        return server.dav().url(path);
    }

    /** What to do with an answer before its connection goes back. */
    private interface Use<T> {
        T of(HttpResponse response) throws IOException, DavException;
    }

    private <T> T send(HttpUriRequest request, Use<T> use) throws Exception {
        return client.execute(request, response -> {
            try {
                return use.of(response);
            } catch (DavException e) {
                throw new IOException(e);
            } finally {
                EntityUtils.consume(response.getEntity());
            }
        });
    }

    /** Sends what has to succeed in the client's own eyes. */
    private int done(BaseDavRequest request) throws Exception {
        return send(request, response -> {
            request.checkSuccess(response);
            return response.getStatusLine().getStatusCode();
        });
    }

    private int status(HttpUriRequest request) throws Exception {
        return send(request, response -> response.getStatusLine().getStatusCode());
    }

    private int put(String path, String content, String... headers) throws Exception {
        HttpPut put = new HttpPut(url(path));
        put.setEntity(new StringEntity(content, StandardCharsets.UTF_8));
        for (int i = 0; i < headers.length; i += 2) {
            put.addHeader(headers[i], headers[i + 1]);
        }
        return status(put);
    }

    private String get(String path) throws Exception {
        return send(new HttpGet(url(path)), response -> EntityUtils.toString(response.getEntity()));
    }

    private List<MultiStatusResponse> propfind(String path, int depth) throws Exception {
        HttpPropfind propfind = new HttpPropfind(url(path), DavConstants.PROPFIND_ALL_PROP, depth);
        return send(
                propfind,
                response -> Arrays.asList(
                        propfind.getResponseBodyAsMultiStatus(response).getResponses()));
    }

    private LockDiscovery locks(HttpLock lock) throws Exception {
        return send(lock, lock::getResponseBodyAsLockDiscovery);
    }

    @Test
    void seesTheClasses() throws Exception {
        HttpOptions options = new HttpOptions(url("/"));
        Set<String> classes = send(options, options::getDavComplianceClasses);
        Set<String> methods = send(options, options::getAllowedMethods);
        assertThat(classes).contains("1", "2", "3");
        assertThat(methods).contains("PROPFIND", "LOCK");
    }

    @Test
    void makesListsAndRemoves() throws Exception {
        assertThat(done(new HttpMkcol(url("/folder/")))).isEqualTo(201);
        assertThat(put("/folder/a%20file.txt", "content")).isEqualTo(201);
        assertThat(put("/folder/a%20file.txt", "other")).isEqualTo(204);
        List<MultiStatusResponse> listing = propfind("/folder/", DavConstants.DEPTH_1);
        assertThat(listing)
                .extracting(MultiStatusResponse::getHref)
                .containsExactly("/folder/", "/folder/a%20file.txt");
        DavPropertySet file = listing.get(1).getProperties(200);
        assertThat(file.get(DavPropertyName.GETCONTENTLENGTH).getValue()).isEqualTo("5");
        assertThat(file.get(DavPropertyName.GETETAG)).isNotNull();
        assertThat(done(new HttpDelete(url("/folder/")))).isEqualTo(204);
        assertThat(status(new HttpGet(url("/folder/a%20file.txt")))).isEqualTo(404);
    }

    @Test
    void setsAndRemovesProperties() throws Exception {
        put("/file", "content");
        DavPropertySet set = new DavPropertySet();
        set.add(new DefaultDavProperty<>(COLOUR, "gr\u00FCn"));
        assertThat(done(new HttpProppatch(url("/file"), set, new DavPropertyNameSet())))
                .isEqualTo(207);
        assertThat(propfind("/file", DavConstants.DEPTH_0)
                        .get(0)
                        .getProperties(200)
                        .get(COLOUR)
                        .getValue())
                .isEqualTo("gr\u00FCn");

        DavPropertyNameSet names = new DavPropertyNameSet();
        names.add(COLOUR);
        done(new HttpProppatch(url("/file"), new DavPropertySet(), names));
        HttpPropfind asked = new HttpPropfind(url("/file"), names, DavConstants.DEPTH_0);
        MultiStatusResponse answer = send(
                asked, response -> asked.getResponseBodyAsMultiStatus(response).getResponses()[0]);
        assertThat(answer.getPropertyNames(404).contains(COLOUR)).isTrue();
    }

    @Test
    void copiesAndMoves() throws Exception {
        done(new HttpMkcol(url("/a/")));
        put("/a/file", "content");
        assertThat(done(new HttpCopy(url("/a/"), url("/b/"), false, false))).isEqualTo(201);
        assertThat(get("/b/file")).isEqualTo("content");
        HttpCopy forbidden = new HttpCopy(url("/a/"), url("/b/"), false, false);
        assertThat(status(forbidden)).isEqualTo(412);
        assertThat(done(new HttpCopy(url("/a/"), url("/b/"), true, true))).isEqualTo(204);
        assertThat(propfind("/b/", DavConstants.DEPTH_1)).hasSize(1);
        assertThat(done(new HttpMove(url("/a/"), url("/b/"), true))).isEqualTo(204);
        assertThat(get("/b/file")).isEqualTo("content");
        assertThat(done(new HttpMove(url("/b/file"), url("/c%C3%A4"), false))).isEqualTo(201);
        assertThat(get("/c%C3%A4")).isEqualTo("content");
    }

    @Test
    void locksRefreshesAndUnlocks() throws Exception {
        put("/file", "old");
        HttpLock lock = new HttpLock(url("/file"), new LockInfo(Scope.EXCLUSIVE, Type.WRITE, "me", MILLIS, false));
        String token = send(lock, lock::getLockToken);
        assertThat(token).startsWith("urn:uuid:");
        assertThat(put("/file", "no token")).isEqualTo(423);
        assertThat(put("/file", "new", "If", "(<" + token + ">)")).isEqualTo(204);

        LockDiscovery refreshed = locks(new HttpLock(url("/file"), 2 * MILLIS, new String[] {token}));
        ActiveLock renewed = refreshed.getValue().get(0);
        assertThat(renewed.getToken()).isEqualTo(token);
        assertThat(renewed.getOwner()).isEqualTo("me");
        assertThat(renewed.getTimeout()).isEqualTo(2 * MILLIS);
        assertThat(renewed.isDeep()).isFalse();

        HttpLock second = new HttpLock(url("/file"), new LockInfo(Scope.EXCLUSIVE, Type.WRITE, "you", MILLIS, false));
        assertThatThrownBy(() -> locks(second)).hasRootCauseInstanceOf(DavException.class);

        assertThat(done(new HttpUnlock(url("/file"), token))).isEqualTo(204);
        assertThat(put("/file", "free")).isEqualTo(204);
    }

    @Test
    void makesAFileByLockingIt() throws Exception {
        HttpLock lock = new HttpLock(url("/new"), new LockInfo(Scope.EXCLUSIVE, Type.WRITE, "me", MILLIS, true));
        String token = send(lock, response -> {
            assertThat(response.getStatusLine().getStatusCode()).isEqualTo(201);
            return lock.getLockToken(response);
        });
        assertThat(get("/new")).isEmpty();
        assertThat(put("/new", "content", "If", "(<" + token + ">)")).isEqualTo(204);
        HttpDelete delete = new HttpDelete(url("/new"));
        delete.addHeader("If", "(<" + token + ">)");
        assertThat(done(delete)).isEqualTo(204);
    }
}
