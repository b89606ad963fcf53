// What only the native socket says: tests/clients/native_wire_test.py and native_client_test.py ask
// there.
const kNative = "said on the native socket alone, never over HTTP";

export const beyondReach = {
  kNativeMalformed: kNative, kProgramTooLarge: kNative, kNativePeerRefused: kNative, kNativeHelloFirst: kNative,
  kNativeBusy: kNative, kNativeTooLate: kNative, kNativeTooLarge: kNative, kNotJson: kNative, kNativeStopping: kNative,
};

export default [];
