/** What the states show that is no text of the interface: names, words of people, devices, addresses, codes. */
import { longName, names, ratherLongName } from './states.ts';

const people = ['Dr. Miriam Weber', 'Anna Maier', 'Nadja Brandt', 'Dr. Weber', 'Dr. Cole', 'Maria'];
const devices = [
  'Built-in',
  'Headset with a rather long name that a manufacturer thought up (1234:abcd)',
  'Speakers',
  'UDP/TCP',
];
const words = [
  'We begin at six. Have some tea; there is time.',
  'We begin in five minutes.',
  'Thank you for your patience.',
  'One moment please. I will call you in again soon.',
  'D. Berger, new',
  'Good evening.',
  'I have an old telephone today.',
  'What is said here stays here.',
  'Can you hear me? I see you well.',
  'I see you, but I hear nothing yet.',
  'Welcome. The exercise for today: three things that went well this week.',
  'I went for a walk every day.\nAlso on Sunday, in the rain.',
  'I called my brother.',
  'I may have to leave at seven.',
  'Of course. Thank you for telling me.',
  'I feel dizzy and would rather not say it before everybody.',
  'Please come to the last question now.',
  'Let us talk on the phone tomorrow. You have done nothing wrong.',
];
/** The check-in. */
const checkIn = [
  'What would help you most in this session? You can change your answer as long as the question is open.',
  'How are you today?',
  'very bad',
  'very good',
  'To speak about my week',
  'To listen',
  'An exercise',
];
/** The agreement. */
const rules = [
  'What is said in the group stays in the group. Nobody tells others who was here, or what they said.',
  'We are in a room where nobody else sees or hears us. We use headphones where that is needed.',
  'Nobody records, photographs or films the session.',
  'Everybody may be silent. Everybody may leave at any time, and we would like a word about it afterwards.',
  'We speak of ourselves, one after the other, and let each other finish.',
  'If something of the group weighs on you after a session, speak with the therapists rather than with one another.',
];
const codes = ['connection-lost', 'storage-unavailable', 'too-much-media', 'slow-reader'];

export const sampleTexts: readonly string[] = [
  'Tuesday group',
  longName,
  ratherLongName,
  ...people,
  ...names,
  ...devices,
  ...words,
  ...checkIn,
  ...rules,
  ...codes,
  'Yes.',
];
