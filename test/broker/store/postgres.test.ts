import { postgresStores } from '../../rigs/stores.ts'
import { storeContract } from './contract.ts'

storeContract(postgresStores(), 2)
