package io.spaces.client.internal.schedule.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spaces.client.identity.KeyType;
import io.spaces.client.schedule.Destination;
import io.spaces.client.schedule.SecretRef;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A plan's destination as JSON. */
final class DestinationJson {
  private DestinationJson() {}

  static ObjectNode write(Destination endpoint) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("endpoint", endpoint.address());
    String secret = endpoint.secret().toString();
    switch (endpoint.authentication()) {
      case WALLET -> node.put("secretKey", secret).put("keyType", word(endpoint.keyType()));
      case ACCESS_KEY -> node.put("accessKey", secret);
      case AUTHORIZATION_TOKEN -> node.put("authorizationToken", secret);
    }
    if (endpoint.delegation() != null) {
      node.put("delegation", endpoint.delegation().toString());
    }
    putIfKnown(node, "spaceDid", endpoint.spaceDid());
    putIfKnown(node, "appDid", endpoint.appDid());
    putIfKnown(node, "appPid", endpoint.appPid());
    putIfKnown(node, "userDid", endpoint.userDid());
    putIfKnown(node, "serverDid", endpoint.serverDid());
    putIfKnown(node, "signerDid", endpoint.signerDid());
    putIfKnown(node, "referrer", endpoint.referrer());
    node.put("appName", endpoint.appName());
    node.put("appDescription", endpoint.appDescription());
    return node;
  }

  static Destination read(JsonFields fields) {
    Destination.Builder builder = Destination.builder(fields.text("endpoint"));
    SecretRef key = fields.secretOrNull("secretKey");
    SecretRef accessKey = fields.secretOrNull("accessKey");
    SecretRef token = fields.secretOrNull("authorizationToken");
    KeyType[] type = {KeyType.ED25519};
    fields.ifPresent("keyType", () -> type[0] = fields.word("keyType", KeyType.class));
    if (key != null) {
      builder.wallet(key, type[0]);
    } else if (accessKey != null) {
      builder.accessKey(accessKey);
    } else if (token != null) {
      builder.authorizationToken(token);
    } else {
      throw fields.wrong(
          "secretKey", "is missing; expected secretKey, accessKey or authorizationToken");
    }
    ifKnown(fields.secretOrNull("delegation"), builder::delegation);
    ifKnown(fields.textOrNull("spaceDid"), builder::spaceDid);
    ifKnown(fields.textOrNull("appDid"), builder::appDid);
    ifKnown(fields.textOrNull("appPid"), builder::appPid);
    ifKnown(fields.textOrNull("userDid"), builder::userDid);
    ifKnown(fields.textOrNull("serverDid"), builder::serverDid);
    ifKnown(fields.textOrNull("signerDid"), builder::signerDid);
    ifKnown(fields.textOrNull("referrer"), builder::referrer);
    String name = fields.textOrNull("appName");
    String description = fields.textOrNull("appDescription");
    if (name != null) {
      builder.app(name, description == null ? name : description);
    }
    fields.nothingElse();
    return fields.make(builder::build, Map.of("address", "endpoint"));
  }

  private static String word(KeyType type) {
    return JsonFields.word(type);
  }

  private static <T> void ifKnown(@Nullable T value, Consumer<T> then) {
    if (value != null) {
      then.accept(value);
    }
  }

  private static void putIfKnown(ObjectNode node, String name, @Nullable String value) {
    if (value != null) {
      node.put(name, value);
    }
  }
}
