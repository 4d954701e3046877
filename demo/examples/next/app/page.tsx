import { Broadcast } from './broadcast';

export default function Page() {
  return (
    <main>
      <Broadcast />
    </main>
  );
}
