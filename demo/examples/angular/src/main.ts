import {
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  provideZonelessChangeDetection,
  signal,
} from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import 'odyssey-broadcast/define';
import type { OdysseyStatusEvent } from 'odyssey-broadcast';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <button type="button" (click)="isShown.set(!isShown())">Toggle</button>
    @if (isShown()) {
      <odyssey-broadcast
        room="example"
        host="https://rooms.example"
        load="eager"
        conduct="never"
        (odyssey-status)="tell($event)"
      ></odyssey-broadcast>
    }
    <output>{{ phase() }}</output>
  `,
})
class App {
  readonly isShown = signal(true);
  readonly phase = signal('');

  tell(event: Event): void {
    this.phase.set((event as OdysseyStatusEvent).phase ?? '');
  }
}

void bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
