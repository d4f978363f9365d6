import t from 'tap';
import { isEncryptionSupported } from '../../../../../sdk/src/e2ee/is-encryption-supported.ts';

class WithTransform {
  transform = null;
}
const modern = {
  RTCRtpScriptTransform: class {},
  RTCRtpSender: Object.assign(function sender() {}, { prototype: new WithTransform() }),
  Worker: class {},
  crypto: { subtle: {} },
};

t.test('a browser encrypts with transforms of its own, workers and WebCrypto', async (t) => {
  t.equal(isEncryptionSupported(modern), true);
  for (const name of Object.keys(modern))
    t.equal(isEncryptionSupported({ ...modern, [name]: undefined }), false, `not without ${name}`);
  t.equal(isEncryptionSupported({ ...modern, crypto: {} }), false, 'not in an insecure context');
  t.equal(isEncryptionSupported({ ...modern, RTCRtpSender: class {} }), false, 'not with senders without transforms');
});

t.test('Node and very old browsers can’t', async (t) => {
  t.equal(isEncryptionSupported(), false);
  t.equal(isEncryptionSupported({}), false);
});
