package inspectorslack.engine;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts Pulumi's wire values to plain Java values and back. */
final class Structs {
  // The key by which a secret is told from an object.
  private static final String SECRET = "4dabf18193072939515e22adb298388d";

  private Structs() {}

  static Map<String, Object> toMap(Struct struct) {
    Map<String, Object> map = new LinkedHashMap<>();
    struct
        .getFieldsMap()
        .forEach(
            (key, value) -> {
              if (!value.hasNullValue()) {
                map.put(key, toObject(value));
              }
            });
    return map;
  }

  static Struct toStruct(Map<String, Object> map) {
    Struct.Builder struct = Struct.newBuilder();
    map.forEach((key, value) -> struct.putFields(key, toValue(value)));
    return struct.build();
  }

  private static Object toObject(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> value.getStringValue();
      case NUMBER_VALUE -> value.getNumberValue();
      case BOOL_VALUE -> value.getBoolValue();
      case LIST_VALUE ->
          value.getListValue().getValuesList().stream().map(Structs::toObject).toList();
      case STRUCT_VALUE -> {
        Map<String, Object> map = toMap(value.getStructValue());
        yield map.containsKey(SECRET) ? map.get("value") : map;
      }
      case NULL_VALUE, KIND_NOT_SET -> throw new IllegalArgumentException("null inside a list");
    };
  }

  private static Value toValue(Object object) {
    Value.Builder value = Value.newBuilder();
    if (object instanceof String text) {
      return value.setStringValue(text).build();
    }
    if (object instanceof Number number) {
      return value.setNumberValue(number.doubleValue()).build();
    }
    if (object instanceof Boolean flag) {
      return value.setBoolValue(flag).build();
    }
    if (object instanceof List<?> list) {
      ListValue.Builder values = ListValue.newBuilder();
      list.forEach(item -> values.addValues(toValue(item)));
      return value.setListValue(values).build();
    }
    if (object instanceof Map<?, ?> map) {
      Struct.Builder struct = Struct.newBuilder();
      map.forEach((key, item) -> struct.putFields(key.toString(), toValue(item)));
      return value.setStructValue(struct).build();
    }
    return value.setNullValue(NullValue.NULL_VALUE).build();
  }
}
