// This source file is part of Axis, the document-interconnection broker.
// SPDX-License-Identifier: Apache-2.0

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.http.HttpResponse;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.DefaultHttpRequestRetryHandler;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/**
 * A document system on the wire of the official VXP SDK: an outside oracle for the VXP-compatible interface.
 *
 * Written from what captures and descriptions of that SDK say, with the libraries that it stands on (the JDK's
 * HttpURLConnection for sendEdoc, Apache HttpClient 4 and Gson for all else). It keeps what hurts: one map of headers
 * that is never cleared and case-sensitive, a timestamp made once, no time-outs, a pool for every call that is not
 * closed, an HTTP status that is mostly ignored, a reply of sendEdoc read as US-ASCII, and a reply without one of the
 * common members that becomes an object of nulls.
 *
 * Usage: SdkShape.java ENDPOINT SYSTEMID SECRET; reads one command a line,
 * {"method": …, "headers": {…}, "file": …, "body": …}, and answers each with one line of JSON:
 * {"millis": …, "result": what the caller of the SDK gets, or null}.
 */
class SdkShape {
    final String endpoint, systemId, secret, timestamp;
    final Map<String, String> headers = new HashMap<>();

    SdkShape(String endpoint, String systemId, String secret) {
        this.endpoint = endpoint;
        this.systemId = systemId;
        this.secret = secret;
        timestamp = new SimpleDateFormat("ddMMyyyy'T'HHmmss+SSSS").format(new Date());
    }

    public static void main(String[] arguments) throws Exception {
        SdkShape service = new SdkShape(arguments[0], arguments[1], arguments[2]);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String line; (line = commands.readLine()) != null;) {
            JsonObject command = JsonParser.parseString(line).getAsJsonObject();
            long start = System.nanoTime();
            JsonObject answer = new JsonObject();
            try {
                answer.add("result", service.call(command));
            } catch (Exception error) {
                answer.add("result", JsonNull.INSTANCE);
                answer.addProperty("exception", error.toString());
            }
            answer.addProperty("millis", (System.nanoTime() - start) / 1_000_000);
            answers.println(answer);
        }
    }

    JsonElement call(JsonObject command) throws Exception {
        String method = command.get("method").getAsString();
        if (command.has("headers")) {
            for (Map.Entry<String, JsonElement> header : command.getAsJsonObject("headers").entrySet()) {
                headers.put(header.getKey(), header.getValue().getAsString());
            }
        }
        switch (method) {
            case "sendEdoc": return send(Files.readAllBytes(Path.of(command.get("file").getAsString())));
            case "downloadEdoc": return download(Path.of(command.get("file").getAsString()));
            case "getAgenciesList":
            case "getAgenciesListQD20":
            case "getSynchronizeUnit":
            case "getReceivedEdocList":
            case "getSentEdocList": return list(text(exchange(new HttpPost(endpoint + "/" + method), null)));
            case "registerAgency":
                return common(text(exchange(new HttpPost(endpoint + "/" + method), command.get("body").getAsString())));
            case "getEdoc": return document(text(exchange(new HttpPost(endpoint + "/" + method), "{}")));
            default: {
                // deleteAgency, updateStatus, countReceiveEdoc, countReceiveStatus
                JsonElement result = common(text(exchange(new HttpPost(endpoint + "/" + method), "{}")));
                return result;
            }
        }
    }

    // --- Out -------------------------------------------------------------------------------------------------------

    /** The headers of a request, in the order of the map, and the signature over them. */
    Map<String, String> signed(String contentType) throws Exception {
        Map<String, String> all = new java.util.LinkedHashMap<>();
        all.put("systemid", systemId);
        all.putAll(headers);
        if (!headers.containsKey("timestamp")) all.put("timestamp", timestamp);
        all.put("Content-Type", contentType);
        JsonObject signed = new JsonObject();
        Map<String, String> result = new java.util.LinkedHashMap<>();
        for (Map.Entry<String, String> header : all.entrySet()) {
            signed.addProperty("XroadVnpt-" + header.getKey(), header.getValue());
            result.put("XroadVnpt-" + header.getKey(), header.getValue());
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        StringBuilder hash = new StringBuilder();
        for (byte b : mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8))) {
            hash.append(String.format("%02x", b));
        }
        result.put("XroadVnpt-sign-header-key", String.join(";", all.keySet()));
        result.put("XroadVnpt-sign-header", signed.toString());
        result.put("XroadVnpt-hash-header", hash.toString());
        result.put("User-Agent", "JAVASDKAgent/1.0.0 XRoad/VPCP");
        result.put("XroadVnpt-version", "3.0.201608");
        return result;
    }

    HttpResponse exchange(HttpRequestBase request, String body) throws Exception {
        for (Map.Entry<String, String> header : signed("application/json").entrySet()) {
            request.addHeader(header.getKey(), header.getValue());
        }
        request.addHeader("Content-Type", "application/json");
        if (body != null) ((HttpPost) request).setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8)));
        RequestConfig settings = RequestConfig.custom().setExpectContinueEnabled(true).build();
        // A pool for every call, and never closed.
        return HttpClients.custom().setConnectionManager(new PoolingHttpClientConnectionManager())
            .setDefaultRequestConfig(settings).setRetryHandler(new DefaultHttpRequestRetryHandler(3, true))
            .disableRedirectHandling().build().execute(request);
    }

    JsonElement send(byte[] file) throws Exception {
        StringBuilder hash = new StringBuilder();
        // Each byte printed unpadded.
        for (byte b : MessageDigest.getInstance("SHA-256").digest(file)) hash.append(Integer.toHexString(b & 0xff));
        headers.put("hash-file", hash.toString());
        HttpURLConnection connection = (HttpURLConnection) new URL(endpoint + "/sendEdoc").openConnection();
        connection.setUseCaches(false);
        connection.setDoOutput(true);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/octet-stream");
        for (Map.Entry<String, String> header : signed("application/octet-stream").entrySet()) {
            connection.setRequestProperty(header.getKey(), header.getValue());
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(file);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        int status = connection.getResponseCode();
        InputStream in = status == 200 || status == 201 ? connection.getInputStream()
            : status >= 400 ? connection.getErrorStream() : null;
        JsonObject reply = object(text(in, StandardCharsets.US_ASCII));
        if (reply == null) return JsonNull.INSTANCE;
        return members(reply, "status", "ErrorCode", "ErrorDesc", "DocId");
    }

    // --- In --------------------------------------------------------------------------------------------------------

    static String text(HttpResponse response) throws Exception {
        // The status is ignored.
        return text(response.getEntity().getContent(), StandardCharsets.UTF_8);
    }

    /** Lines are put together without what was between them. */
    static String text(InputStream in, Charset charset) throws Exception {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, charset));
        StringBuilder text = new StringBuilder();
        for (String line; (line = reader.readLine()) != null;) text.append(line);
        return text.toString();
    }

    static JsonObject object(String text) {
        try {
            JsonElement value = JsonParser.parseString(text);
            return value.isJsonObject() ? value.getAsJsonObject() : null;
        } catch (RuntimeException error) {
            return null;
        }
    }

    /** The named members, or nothing but nulls when one of them is missing or null. */
    static JsonObject members(JsonObject reply, String... names) {
        JsonObject result = new JsonObject();
        boolean complete = true;
        for (String name : names) complete &= reply.has(name) && !reply.get(name).isJsonNull();
        for (String name : names) {
            if (complete) result.addProperty(name, reply.get(name).getAsString());
            else result.add(name, JsonNull.INSTANCE);
        }
        if (complete && reply.has("count")) result.addProperty("count", reply.get("count").getAsInt());
        return result;
    }

    static JsonElement common(String text) {
        JsonObject reply = object(text);
        return reply == null ? JsonNull.INSTANCE : members(reply, "status", "ErrorCode", "ErrorDesc");
    }

    static JsonElement document(String text) {
        JsonObject reply = object(text);
        // Version 2.0.0 reads the data of a failure too.
        return reply == null ? JsonNull.INSTANCE : members(reply, "status", "ErrorCode", "ErrorDesc", "data");
    }

    static JsonElement list(String text) {
        if (text.isEmpty()) return JsonNull.INSTANCE;
        JsonObject reply = object(text);
        if (reply == null) {
            // What is no JSON is "no documents": the silent loss of version 2.0.1.
            JsonObject silent = new JsonObject();
            silent.addProperty("status", "OK");
            silent.addProperty("ErrorCode", "0");
            silent.addProperty("ErrorDesc", "Success");
            silent.add("data", new JsonArray());
            silent.addProperty("silent", true);
            return silent;
        }
        JsonObject result = members(reply, "status", "ErrorCode", "ErrorDesc");
        if (!"0".equals(result.get("ErrorCode").isJsonNull() ? null : result.get("ErrorCode").getAsString())) {
            return result;
        }
        JsonArray items = new JsonArray();
        try {
            for (JsonElement element : reply.getAsJsonArray("data")) {
                JsonObject item = new JsonObject();
                for (Map.Entry<String, JsonElement> member : element.getAsJsonObject().entrySet()) {
                    JsonElement value = member.getValue();
                    // A null member throws, and the whole list is lost.
                    if (value.getAsJsonPrimitive().isString()) item.addProperty(member.getKey(), value.getAsString());
                    else item.add(member.getKey(), value);
                }
                items.add(item);
            }
            result.add("data", items);
        } catch (RuntimeException error) {
            result.add("data", JsonNull.INSTANCE);
        }
        return result;
    }

    /** Whatever comes is stored, byte by byte, as long as it is anything. */
    JsonElement download(Path file) throws Exception {
        HttpResponse response = exchange(new HttpGet(endpoint + "/downloadEdoc"), null);
        byte[] bytes = response.getEntity() == null ? new byte[0] : response.getEntity().getContent().readAllBytes();
        JsonObject result = new JsonObject();
        if (bytes.length == 0) {
            result.addProperty("ErrorCode", "100");
            return result;
        }
        Files.write(file, bytes);
        result.addProperty("ErrorCode", "0");
        return result;
    }
}
