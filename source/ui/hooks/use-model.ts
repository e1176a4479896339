import {useSyncExternalStore} from 'react';
import {type AppMessage} from '../../core/app/message.js';
import {type AppModel} from '../../core/app/model.js';
import {type Store} from '../../runtime/store.js';

/** The model, drawn again whenever it changes. */
export const useModel = (store: Store<AppModel, AppMessage>): AppModel =>
	useSyncExternalStore(store.subscribe, store.getModel);
