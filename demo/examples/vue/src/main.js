import 'odyssey-broadcast/define';
import { createApp } from 'vue';
import App from './App.vue';

createApp(App).mount('main');
